/** Series as layers of a stack: the largest by themselves, the rest as one. Pure but for the colours' places. */

import { APART, assign } from "./palette.js";
import { seriesKey } from "./store.js";
import { named } from "./facts.js";

const OTHER = "(other)";

/** `[{ name, slot, values }]` from the bottom up, for predictions by "version" or by "class". */
export function layers(state, split) {
    const all = split === "class" ? state.series.classes : state.series.versions;
    const models = new Set(all.map((one) => one.model));
    const total = (series) => series.values.reduce((sum, value) => sum + (value ?? 0), 0);
    const ranked = all
        .filter((one) => one.model !== OTHER)
        .map((one) => ({ one, sum: total(one) }))
        .filter(({ sum }) => sum > 0)
        .sort((a, b) => b.sum - a.sum)
        .map(({ one }) => one);
    const kept = new Set(ranked.slice(0, APART));
    const shown = all.filter((one) => kept.has(one));
    const slots = assign(split, shown.map(seriesKey));
    const list = shown.map((one) => ({
        name: nameOf(one, split, models),
        slot: slots.get(seriesKey(one)),
        values: one.values,
    }));
    const rest = all.filter((one) => !kept.has(one) && total(one) > 0);
    if (rest.length > 0) {
        list.push({ name: OTHER, slot: APART, values: sum(rest, state.times.length) });
    }
    return list;
}

function nameOf(one, split, models) {
    if (split === "class") {
        return models.size > 1 ? `${one.model} ${one.label}` : one.label;
    }
    return named(one.model, one.version);
}

function sum(list, length) {
    return Array.from({ length }, (_, i) => list.reduce((total, one) => total + (one.values[i] ?? 0), 0));
}

/** The upper edges of the layers, from the bottom up. */
export function edges(list, length) {
    let below = new Array(length).fill(0);
    return list.map((layer) => {
        below = below.map((value, i) => value + (layer.values[i] ?? 0));
        return below;
    });
}
