import { h } from "./dom.js";
import { bytes, clock, counted, number, percent, whole } from "./format.js";
import { command } from "./command.js";
import { possible } from "./dialog.js";
import { by, drifting, inForce } from "./facts.js";
import { column, numbers, scrolled, table } from "./table.js";

const STEPS = 5;

/** Whether a version is ready says each instance. */
const STATES = { ready: "published" };

/** Each model: its versions, their state on each instance, its timeline, and what can be done. */
export function modelsPanel(state) {
    return [
        h("h2", { id: "models-title" }, "Models"),
        state.models.length === 0 &&
            h(
                "p",
                { class: "quiet" },
                "No model has been published. Publish one with ",
                h("code", null, "elmstream model publish"),
                ".",
            ),
        state.models.map((model, i) =>
            h(
                "details",
                { key: model.id, class: "model", open: i < 3 },
                h(
                    "summary",
                    null,
                    h("h3", null, model.id),
                    h("span", { class: "tag" }, `${model.kind === "rules" ? "rules, " : ""}${inForce(model)}`),
                ),
                h(
                    "div",
                    { class: "columns" },
                    h("div", null, versions(model), quality(model), actions(model, state.actions)),
                    timeline(model, state.at),
                ),
            ),
        ),
    ];
}

function versions(model) {
    const newestFirst = [...(model.versions ?? [])].sort((a, b) => b.version - a.version);
    return scrolled(
        `Versions of ${model.id}`,
        table(
            [
                column("Version"),
                column("State"),
                column("Instances"),
                ...["Predictions", "Accuracy", "Size", "A reading"].map(numbers),
            ],
            newestFirst.map((version) =>
                h(
                    "tr",
                    { key: version.version },
                    h("th", { scope: "row", class: "whole" }, `v${version.version}`),
                    h(
                        "td",
                        { class: "whole" },
                        h("span", { class: `state ${version.state}` }, STATES[version.state] ?? version.state),
                    ),
                    h("td", null, readiness(version.instances ?? [])),
                    h("td", { class: "number" }, predictions(version)),
                    h(
                        "td",
                        {
                            class: "number",
                            title: version.labelled ? `of ${counted(version.labelled, "labelled reading")}` : null,
                        },
                        percent(version.accuracy),
                    ),
                    h("td", { class: "number" }, bytes(version.bytes)),
                    h("td", { class: "number" }, perReading(version.nanosPerReading)),
                ),
            ),
        ),
    );
}

/** What the live instances have counted; one that no instance serves any more is counted by none. */
function predictions({ predictions: count, instances }) {
    return instances?.length > 0 || count > 0 ? whole(count) : "–";
}

/** Whether the champion is still to be trusted, where quality is watched. */
function quality(model) {
    if (!model.quality) {
        return null;
    }
    const { accuracy, low, high, estimated } = model.quality;
    const right = Number.isFinite(accuracy)
        ? `right in ${percent(accuracy)}${Number.isFinite(low) ? ` (${percent(low)} to ${percent(high)})` : ""}` +
          (estimated ? ", as confidences tell" : "")
        : "accuracy not measured lately";
    const drift = drifting(model) ? `drift: ${model.quality.drift}` : "no drift";
    return h("p", { class: "quiet quality" }, `v${model.champion}: ${right} · ${drift}`);
}

function perReading(nanos) {
    if (!Number.isFinite(nanos)) {
        return "–";
    }
    return nanos < 1000 ? `${whole(nanos)} ns` : `${number(nanos / 1000)} µs`;
}

function readiness(instances) {
    if (instances.length === 0) {
        return "–";
    }
    const ready = instances.filter((one) => one.readiness === "READY").length;
    const others = instances.filter((one) => one.readiness !== "READY");
    return [
        h("span", { class: "whole" }, `${ready} of ${instances.length} ready`),
        others
            .slice(0, 3)
            .map((one) =>
                h(
                    "p",
                    { class: one.readiness === "FAILED" ? "bad" : "quiet" },
                    `${one.readiness === "FAILED" ? "✕ " : ""}${one.id}: ${one.readiness.toLowerCase()}${one.reason ? `, ${one.reason}` : ""}`,
                ),
            ),
        others.length > 3 && h("p", { class: "quiet" }, `and ${others.length - 3} more`),
    ];
}

/** Buttons where this page may act; otherwise the commands. */
function actions(model, allowed) {
    const list = possible(model);
    if (list.length === 0) {
        return null;
    }
    if (allowed) {
        return h(
            "p",
            { class: "buttons" },
            list.map((one) =>
                h(
                    "button",
                    {
                        type: "button",
                        key: `${one.action} ${one.version}`,
                        "data-do": "act",
                        "data-action": one.action,
                        "data-model": model.id,
                        "data-version": one.version,
                    },
                    one.label,
                ),
            ),
        );
    }
    return h(
        "details",
        { class: "commands" },
        h("summary", null, "Commands"),
        list.map((one) => command(one.command, one.label)),
    );
}

function timeline(model, now) {
    const steps = [...(model.timeline ?? [])].sort((a, b) => b.revision - a.revision);
    if (steps.length === 0) {
        return h("p", { class: "quiet" }, "No step yet.");
    }
    const item = (step) =>
        h(
            "li",
            { key: step.revision },
            h("p", null, step.text),
            h(
                "p",
                { class: "quiet" },
                [`revision ${step.revision}`, clock(step.at ?? step.from, now), by(step), step.why]
                    .filter(Boolean)
                    .join(" · "),
            ),
        );
    return h(
        "div",
        { class: "steps" },
        h("h4", null, "Timeline"),
        h("ol", null, steps.slice(0, STEPS).map(item)),
        steps.length > STEPS &&
            h(
                "details",
                null,
                h("summary", null, `${steps.length - STEPS} earlier`),
                h("ol", null, steps.slice(STEPS).map(item)),
            ),
    );
}
