/** What each lane over the axis of time shows. */

import { duration, number } from "./format.js";
import { colours } from "./palette.js";
import { edges, layers } from "./stack.js";

/** The lanes from the top down, with the height of what is drawn in each. */
export const LANES = [
    { id: "flow", title: "Predictions a second", rem: 13 },
    { id: "alerts", title: "Alerts a second", rem: 3.6 },
    { id: "letters", title: "Dead letters a second", rem: 3 },
    { id: "delay", title: "Delay", rem: 6 },
];

/** The series of each lane: what they are called, their values, and what is drawn of them. */
export function rowsOf(state, split) {
    const paint = colours();
    const stack = layers(state, split);
    const tops = edges(stack, state.times.length);
    const { raised, cleared, latencyMedian, latencyP99, oldest, deadLetters } = state.series;
    const plain = (name, colour, values, drawn = values) => ({ name, colour, values, drawn });
    const letters = state.times.map((_, i) => deadLetters.reduce((sum, one) => sum + (one.values[i] ?? 0), 0));
    // a logarithmic axis has no zero
    const log = (values) => values.map((value) => (value === null ? null : Math.max(1, value)));
    return [
        {
            id: "flow",
            text: number,
            series: stack
                .map((layer, i) => plain(layer.name, paint.series[layer.slot], layer.values, tops[i]))
                .reverse(),
        },
        {
            id: "alerts",
            text: number,
            series: [
                plain("raised", paint.raised, raised),
                plain(
                    "cleared",
                    paint.cleared,
                    cleared,
                    cleared.map((value) => -value),
                ),
            ],
        },
        { id: "letters", text: number, series: [plain("refused", paint.letters, letters)] },
        {
            id: "delay",
            text: duration,
            series: [
                plain("oldest waiting", paint.oldest, oldest, log(oldest)),
                plain("99 % within", paint.p99, latencyP99, log(latencyP99)),
                plain("half within", paint.median, latencyMedian, log(latencyMedian)),
            ],
        },
    ];
}
