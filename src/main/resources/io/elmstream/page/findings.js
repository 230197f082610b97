/** What is not as it should be, by rank: 0 is broken, 1 is worth a look. Pure. */

import { drifting, named } from "./facts.js";
import { counted, duration } from "./format.js";

const RECENT = 15 * 60_000;
const BEHIND = 60_000;

/** `[{ rank, text, at }]`, the worst first; `at` is the section that shows more. */
export function findings(state) {
    return [...instanceFindings(state), ...versionFindings(state), ...flowFindings(state)].sort(
        (a, b) => a.rank - b.rank,
    );
}

function instanceFindings(state) {
    const words = { down: "is down", stalled: "stands still", stale: "has stopped reporting", waiting: "waits" };
    const ranks = { down: 0, stalled: 0, stale: 0, waiting: 1 };
    return state.instances
        .filter((instance) => instance.status in ranks)
        .map((instance) => ({
            rank: ranks[instance.status],
            text: `Instance ${instance.id} ${
                instance.status === "waiting" && instance.problems?.length
                    ? `${instance.problems[0]}.`
                    : `${words[instance.status]}${instance.problems?.length ? `: ${instance.problems[0]}` : "."}`
            }`,
            at: "instances",
        }));
}

function versionFindings(state) {
    const findings = [];
    for (const model of state.models) {
        for (const version of model.versions ?? []) {
            const failed = (version.instances ?? []).filter((one) => one.readiness === "FAILED");
            if (failed.length > 0 && version.state !== "retired") {
                findings.push({
                    rank: version.version === model.champion ? 0 : 1,
                    text: `${named(model.id, version.version)} failed on ${
                        failed.length === 1 ? failed[0].id : counted(failed.length, "instance")
                    }: ${failed[0].reason || "see its log"}`,
                    at: "models",
                });
            }
        }
        if (drifting(model)) {
            findings.push({
                rank: 1,
                text: `The readings of ${model.id} drift: ${model.quality.drift}.`,
                at: "classes",
            });
        }
    }
    const back = state.marks.findLast((mark) => mark.kind === "rollback");
    if (back && state.at - back.at < RECENT) {
        findings.push({
            rank: 1,
            text: `See why ${back.model} was rolled back${back.why ? `: ${back.why}` : ""}.`,
            at: "time",
        });
    }
    return findings;
}

function flowFindings(state) {
    const findings = [];
    const still = state.partitions.filter((one) => one.moves === false && one.lag > 0);
    if (still.length > 0) {
        findings.push({
            rank: 0,
            text: `${counted(still.length, "partition")} with readings ${still.length === 1 ? "does" : "do"} not move.`,
            at: "delay",
        });
    }
    const behind = Math.max(0, ...state.partitions.map((one) => one.oldestMillis ?? 0));
    if (behind > BEHIND) {
        findings.push({ rank: 1, text: `The oldest reading has waited for ${duration(behind)}.`, at: "delay" });
    }
    const letters = state.series.deadLetters.reduce(
        (sum, one) => sum + one.values.slice(-60).reduce((a, b) => a + (b ?? 0), 0),
        0,
    );
    if (letters > 0) {
        findings.push({ rank: 1, text: "See which readings were refused in the last minute.", at: "letters" });
    }
    return findings;
}
