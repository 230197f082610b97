/** What runs, what changed last, whether the new version is better, and what to do: in words. Pure. */

import { by, judged, latest, named, newest, told } from "./facts.js";
import { findings } from "./findings.js";
import { ago, counted, duration, number, percent, points, whole } from "./format.js";

/** `{ level: "fault" | "look" | "trial" | "calm", headline, runs, changed, better, todo: [{ text, at }] }`. */
export function summary(state) {
    const found = findings(state);
    const onTrial = state.models.filter((model) => model.challenger);
    const worst = found[0]?.rank ?? 9;
    const level = worst === 0 ? "fault" : worst === 1 ? "look" : onTrial.length > 0 ? "trial" : "calm";
    return {
        level,
        headline: headline(level, state, onTrial),
        runs: runs(state),
        changed: changed(state),
        better: onTrial.length === 0 ? untried(state) : onTrial.slice(0, 2).map(verdict).join(" "),
        todo: todo(found, onTrial, state),
    };
}

function headline(level, state, onTrial) {
    switch (level) {
        case "fault":
            return "Something is broken";
        case "look":
            return "Worth a look";
        case "trial":
            return onTrial.length === 1
                ? `${named(onTrial[0].id, onTrial[0].challenger)} is on trial`
                : `${whole(onTrial.length)} versions are on trial`;
        default:
            return state.models.some((model) => model.champion) ? "All is well" : "No model is in force yet";
    }
}

function runs(state) {
    const rate = state.series.versions.reduce((sum, series) => sum + (latest(series.values) ?? 0), 0);
    const champions = state.models.filter((model) => model.champion && model.kind !== "rules");
    const live = state.instances.filter((instance) => instance.status !== "left" && instance.status !== "stale");
    if (champions.length === 0 && rate === 0) {
        return live.length === 0
            ? "Nothing is scored: no instance reports."
            : `Nothing is scored on ${counted(live.length, "instance")}: no model is in force.`;
    }
    const who =
        champions.length === 0
            ? "No champion"
            : champions.length <= 2
              ? champions.map((model) => named(model.id, model.champion)).join(" and ")
              : counted(champions.length, "model");
    const p99 = newest(state.series.latencyP99);
    const scores = champions.length <= 1 ? "scores" : "score";
    return (
        `${who} ${scores} ${number(rate)} readings a second on ${counted(live.length, "instance")}` +
        (p99 === null ? "." : `; 99 % are answered within ${duration(p99)}.`)
    );
}

function changed(state) {
    const mark = state.marks.findLast((one) => one.kind !== "refused") ?? state.marks.at(-1);
    return mark === undefined
        ? "Nothing in the time shown."
        : mark.who
          ? `${sentence(told(mark))} B${by(mark).slice(1)}, ${ago(mark.at, state.at)}.`
          : `${told(mark)}, ${ago(mark.at, state.at)}.`;
}

function sentence(text) {
    return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function untried(state) {
    const measured = state.models.find(
        (model) => model.quality?.accuracy !== null && model.quality?.accuracy !== undefined,
    );
    if (measured === undefined) {
        return "No challenger is on trial.";
    }
    const { accuracy, low, high, estimated } = measured.quality;
    const range = low !== null && low !== undefined ? ` (${percent(low)} to ${percent(high)})` : "";
    return (
        `No challenger is on trial. ${named(measured.id, measured.champion)} is right in ` +
        `${percent(accuracy)}${range}${estimated ? ", as its confidences tell" : " of labelled readings"}.`
    );
}

/** Whether the challenger of a model is better than its champion. */
export function verdict(model) {
    const { comparison, champion, challenger } = model;
    const name = `v${challenger}`;
    if (!comparison || !comparison.compared) {
        return `${named(model.id, challenger)}: not compared yet.`;
    }
    if (judged(comparison)) {
        const { difference, low, high, labelled } = comparison;
        const range = `${points(low)} to ${points(high)} points, ${counted(labelled, "label")}`;
        if (low > 0) {
            return `Yes: ${name} is right more often than v${champion}, by ${distance(difference)} (${range}).`;
        }
        if (high < 0) {
            return `No: ${name} is right less often than v${champion}, by ${distance(difference)} (${range}).`;
        }
        return `Cannot be told yet: ${name} against v${champion} is at ${points(difference)} points (${range}).`;
    }
    return (
        `Not known without labels: ${name} agrees with v${champion} on ${percent(comparison.agreed / comparison.compared)}` +
        ` of ${counted(comparison.compared, "reading")}.`
    );
}

/** A difference without its sign, which may be too small to be seen in its digits. */
function distance(difference) {
    const text = points(Math.abs(difference));
    return text === "0" ? "less than 0.1 points" : `${text.slice(1)} points`;
}

function todo(found, onTrial, state) {
    const list = found.map(({ text, at }) => ({ text, at }));
    for (const model of onTrial) {
        const { comparison, challenger, id } = model;
        if (judged(comparison) && comparison.low > 0) {
            list.push({
                text: `Promote ${named(id, challenger)}${model.gate ? ", or let its gate do it" : ""}.`,
                at: "models",
            });
        } else if (judged(comparison) && comparison.high < 0) {
            list.push({ text: `End the trial of ${named(id, challenger)}: roll it back.`, at: "models" });
        }
    }
    if (state.alerts.inAlert > 0) {
        list.push({ text: `See the ${counted(state.alerts.inAlert, "sensor")} in alert.`, at: "alerts" });
    }
    return list.length > 0 ? list : [{ text: onTrial.length > 0 ? "Nothing: wait for the trial." : "Nothing." }];
}
