import { h } from "./dom.js";
import { bytes, clock, duration, percent, whole } from "./format.js";
import { column, numbers, scrolled, table } from "./table.js";

const ORDER = ["down", "stalled", "stale", "waiting", "up", "left"];
const SIGNS = { down: "✕", stalled: "✕", stale: "?", waiting: "…", up: "✓", left: "–" };

/** The instances, those with problems first. */
export function instancesPanel(state) {
    const sorted = [...state.instances].sort(
        (a, b) =>
            ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || a.id.localeCompare(b.id, "en", { numeric: true }),
    );
    return [
        h("h2", { id: "instances-title" }, "Instances", h("span", { class: "tag" }, whole(state.instances.length))),
        scrolled(
            "Instances",
            table(
                [
                    column("Instance"),
                    column("Health"),
                    column("Address"),
                    column("Release"),
                    ...["Threads", "Partitions", "CPU", "Heap", "Up for"].map(numbers),
                ],
                sorted.map((one) =>
                    h(
                        "tr",
                        { key: one.id },
                        h(
                            "th",
                            { scope: "row", class: "name" },
                            one.id,
                            one.id === state.self && h("span", { class: "tag" }, "serves this page"),
                        ),
                        h(
                            "td",
                            null,
                            h(
                                "span",
                                { class: `health ${one.status}` },
                                h("span", { "aria-hidden": "true" }, `${SIGNS[one.status] ?? "?"} `),
                                one.status,
                            ),
                            [...(one.problems ?? []), ...(one.warnings ?? [])]
                                .slice(0, 3)
                                .map((text) => h("p", { class: "quiet" }, text)),
                        ),
                        h("td", { class: "whole" }, one.address || "–"),
                        h(
                            "td",
                            { class: "whole" },
                            [one.release, one.java && `Java ${one.java}`].filter(Boolean).join(", "),
                        ),
                        h("td", { class: "number" }, whole(one.threads)),
                        h(
                            "td",
                            { class: "number" },
                            whole(state.partitions.filter((partition) => partition.instance === one.id).length),
                        ),
                        h("td", { class: "number" }, percent(one.cpu)),
                        h("td", { class: "number", title: `of ${bytes(one.heapMax)}` }, bytes(one.heapUsed)),
                        h(
                            "td",
                            { class: "number", title: `since ${clock(one.startedAt, state.at)}` },
                            duration(state.at - one.startedAt),
                        ),
                    ),
                ),
            ),
            "tall",
        ),
    ];
}
