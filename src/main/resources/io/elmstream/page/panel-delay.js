import { h } from "./dom.js";
import { counted, duration, whole } from "./format.js";
import { newest } from "./facts.js";
import { column, numbers, scrolled, table } from "./table.js";

/** From here on, in milliseconds, a partition's oldest reading has waited so long that its cell gets the next darker step. */
const STEPS = [1000, 10_000, 60_000, 600_000];
const WORDS = ["under 1 s", "under 10 s", "under 1 min", "under 10 min", "longer"];

/** Latency, and how long the oldest reading of each partition has waited. */
export function delayPanel(partitions, series) {
    const topics = byTopic(partitions);
    const slow = partitions
        .filter((one) => still(one) || step(one) > 0)
        .sort((a, b) => still(b) - still(a) || b.oldestMillis - a.oldestMillis || b.lag - a.lag)
        .slice(0, 5);
    return [
        h("h2", { id: "delay-title" }, "Delay"),
        h(
            "dl",
            { class: "numbers" },
            figure("Half within", duration(newest(series.latencyMedian))),
            figure("99 % within", duration(newest(series.latencyP99))),
            figure("Oldest waiting", duration(newest(series.oldest))),
            figure("Waiting", whole(newest(series.lag))),
        ),
        [...topics].map(([topic, list]) =>
            h(
                "div",
                { class: "strip", key: topic },
                h("h3", null, topic, h("span", { class: "tag" }, counted(list.length, "partition"))),
                h(
                    "div",
                    { class: "cells", role: "img", "aria-label": inWords(list) },
                    [...list].sort((a, b) => a.partition - b.partition).map(cell),
                ),
            ),
        ),
        partitions.length > 0 &&
            h(
                "p",
                { class: "key", "aria-hidden": "true" },
                WORDS.map((word, step) => h("span", null, h("i", { class: `cell step${step}` }), word)),
                h("span", null, h("i", { class: "cell still" }, "!"), "does not move"),
            ),
        slow.length === 0
            ? h(
                  "p",
                  { class: "quiet" },
                  partitions.length === 0
                      ? "No instance reports partitions."
                      : "No reading waits for longer than a second.",
              )
            : scrolled("Partitions with waiting readings", slowest(slow)),
    ];
}

function byTopic(partitions) {
    const topics = new Map();
    partitions.forEach((one) => topics.set(one.topic, [...(topics.get(one.topic) ?? []), one]));
    return topics;
}

function figure(term, value) {
    return h("div", null, h("dt", null, term), h("dd", null, value));
}

function still(one) {
    return one.moves === false && one.lag > 0;
}

function step(one) {
    const found = STEPS.findIndex((limit) => (one.oldestMillis ?? 0) < limit);
    return found < 0 ? STEPS.length : found;
}

function cell(one) {
    const title = `${one.topic} ${one.partition}: ${whole(one.lag)} waiting, the oldest for ${duration(one.oldestMillis)}, on ${one.instance || "no instance"}`;
    return h(
        "i",
        { key: one.partition, class: `cell ${still(one) ? "still" : `step${step(one)}`}`, title },
        still(one) ? "!" : null,
    );
}

function inWords(list) {
    const behind = list.filter((one) => step(one) > 0).length;
    const stuck = list.filter(still).length;
    return `${counted(list.length, "partition")}, ${whole(behind)} behind by a second or more, ${whole(stuck)} not moving`;
}

function slowest(slow) {
    return table(
        [column("Slowest"), numbers("Oldest"), numbers("Waiting"), column("Instance")],
        slow.map((one) =>
            h(
                "tr",
                { key: `${one.topic}/${one.partition}` },
                h("td", { class: "name" }, `${one.topic} ${one.partition}`),
                h(
                    "td",
                    { class: "number" },
                    still(one) ? `${duration(one.oldestMillis)}, still` : duration(one.oldestMillis),
                ),
                h("td", { class: "number" }, whole(one.lag)),
                h("td", { class: "name" }, one.instance ?? "–"),
            ),
        ),
    );
}
