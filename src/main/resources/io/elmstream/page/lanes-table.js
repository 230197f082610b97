import { h } from "./dom.js";
import { told } from "./facts.js";
import { clock, duration, number } from "./format.js";
import { column, numbers, scrolled, table } from "./table.js";

const MINUTES = 15;

/** The newest minutes of the time axis in words and numbers. */
export function lanesTable(state) {
    const minutes = [];
    for (let i = state.times.length - 1; i >= 0 && minutes.length <= MINUTES; i--) {
        const minute = Math.floor(state.times[i] / 60);
        if (minutes.at(-1)?.minute !== minute) {
            minutes.push({ minute, members: [] });
        }
        minutes.at(-1).members.push(i);
    }
    const { versions, deadLetters, raised, cleared, latencyMedian, latencyP99, oldest } = state.series;
    const rate = (list, members) => mean(members.map((i) => list.reduce((sum, one) => sum + (one.values[i] ?? 0), 0)));
    const heads = [
        "Predictions a second",
        "Alerts raised a second",
        "cleared a second",
        "Dead letters a second",
        "Half within",
        "99 % within",
        "Oldest waiting",
    ];
    return scrolled(
        "The newest minutes as a table",
        table(
            [column("Minute"), ...heads.map(numbers), column("What changed")],
            minutes.slice(0, MINUTES).map(({ minute, members }) =>
                h(
                    "tr",
                    { key: minute },
                    h("th", { scope: "row", class: "whole" }, clock(minute * 60_000).slice(0, 5)),
                    [
                        number(rate(versions, members)),
                        number(rate([{ values: raised }], members)),
                        number(rate([{ values: cleared }], members)),
                        number(rate(deadLetters, members)),
                        duration(most(latencyMedian, members)),
                        duration(most(latencyP99, members)),
                        duration(most(oldest, members)),
                    ].map((text) => h("td", { class: "number" }, text)),
                    h(
                        "td",
                        null,
                        state.marks
                            .filter((mark) => Math.floor(mark.at / 60_000) === minute)
                            .map(told)
                            .join("; "),
                    ),
                ),
            ),
        ),
    );
}

function mean(values) {
    return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function most(values, members) {
    const known = members.map((i) => values[i]).filter((value) => value !== null && value !== undefined);
    return known.length === 0 ? null : Math.max(...known);
}
