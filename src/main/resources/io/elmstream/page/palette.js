/** Colours that people with any colour vision tell apart, after Paul Tol's schemes; one set for light, one for dark. */

const LIGHT = {
    series: ["#4477aa", "#ddaa33", "#44aa99", "#aa4499", "#88ccee", "#999933", "#332288", "#b8b8b8"],
    raised: "#bb3344",
    cleared: "#4477aa",
    letters: "#7a5c99",
    median: "#4477aa",
    p99: "#b07d10",
    oldest: "#bb3344",
    ink: "#1b2127",
    faint: "#59636e",
    grid: "#e6e9ec",
    paper: "#ffffff",
};
const DARK = {
    series: ["#5b8fc7", "#ddaa33", "#44aa99", "#c06ab0", "#88ccee", "#aaaa44", "#8578d0", "#777f87"],
    raised: "#ee7788",
    cleared: "#6aa0dd",
    letters: "#b59ad6",
    median: "#6aa0dd",
    p99: "#ddaa33",
    oldest: "#ee7788",
    ink: "#e4e8ec",
    faint: "#98a2ad",
    grid: "#262d34",
    paper: "#14181c",
};

/** How many series of a chart are told apart; what is left is drawn together. */
export const APART = LIGHT.series.length - 1;

export function colours() {
    const chosen = document.documentElement.dataset.theme;
    const dark = chosen === undefined ? matchMedia("(prefers-color-scheme: dark)").matches : chosen === "dark";
    return dark ? DARK : LIGHT;
}

const slots = new Map();

/** The places of series among the colours: a series keeps its place as long as it is shown. */
export function assign(kind, keys) {
    const before = slots.get(kind) ?? new Map();
    const after = new Map(keys.filter((key) => before.has(key)).map((key) => [key, before.get(key)]));
    const taken = new Set(after.values());
    for (const key of keys.filter((one) => !before.has(one))) {
        const free = [...Array(APART).keys()].find((slot) => !taken.has(slot)) ?? APART;
        taken.add(free);
        after.set(key, free);
    }
    slots.set(kind, after);
    return after;
}
