/**
 * The one axis of time: predictions a second, alerts, dead letters and delay in lanes one above the other, with the
 * marks of what was changed through all of them.
 */

import uPlot from "./lib/uPlot.esm.js";
import { h, show } from "./dom.js";
import { markItems, placeFlags } from "./flags.js";
import { heightOf, options, rem } from "./lane-chart.js";
import { LANES, rowsOf } from "./lane-rows.js";
import { colours } from "./palette.js";

export class Lanes {
    #root;
    #moved;
    #charts = new Map();
    #shape = "";
    #state = null;
    #view = null;
    #at = null;
    #selected = null;
    #rows = [];

    /** `moved(range)` hears of a span that was chosen by dragging, or null for the newest. */
    constructor(root, moved) {
        this.#root = root;
        this.#moved = moved;
        show(
            root,
            LANES.map(({ id, title }) =>
                h(
                    "div",
                    { class: `lane ${id}` },
                    h("div", { class: "lane-title" }, h("h3", null, title), h("ul", { class: "legend" })),
                    id === "flow" &&
                        h(
                            "div",
                            { class: "flagged" },
                            h("div", { class: "flags" }),
                            h("div", { class: "note", hidden: true }, h("ul", { class: "marks" })),
                        ),
                    h("div", { class: "plot", "aria-hidden": "true" }),
                ),
            ),
        );
        new ResizeObserver(() => this.#resize()).observe(root);
        root.addEventListener("click", (event) => this.#select(event.target.closest(".flag")?.dataset.key));
        root.addEventListener("keydown", (event) => event.key === "Escape" && this.#select(null));
    }

    /** Draws a state; `view` has `split` and `range`, `{ from, to }` in seconds. */
    draw(state, view) {
        this.#state = state;
        this.#view = view;
        this.#rows = rowsOf(state, view.split);
        const shape = JSON.stringify([
            view.split,
            colours().paper,
            rem(),
            this.#rows.map((row) => row.series.map(({ name, colour }) => [name, colour])),
        ]);
        if (shape !== this.#shape) {
            this.#build();
            this.#shape = shape;
        }
        for (const row of this.#rows) {
            const chart = this.#charts.get(row.id);
            chart.batch(() => {
                chart.setData([state.times, ...row.series.map((one) => one.drawn)], false);
                chart.setScale("x", { min: view.range.from, max: view.range.to });
            });
        }
        this.#legends();
    }

    /** Draws all anew, as after a change of colours. */
    renew() {
        this.#shape = "";
        if (this.#state !== null) {
            this.draw(this.#state, this.#view);
        }
    }

    #build() {
        this.#charts.forEach((chart) => chart.destroy());
        for (const row of this.#rows) {
            const lane = LANES.find(({ id }) => id === row.id);
            const place = this.#root.querySelector(`.${row.id} .plot`);
            this.#charts.set(
                row.id,
                new uPlot(
                    options(row, lane, this.#width(), {
                        marks: () => this.#state.marks,
                        drawn: (chart) => row.id === "flow" && this.#flags(chart),
                        pointed: (chart) => this.#point(chart.cursor.idx),
                        chosen: (chart) => this.#choose(chart),
                        newest: () => this.#moved(null),
                    }),
                    [[], ...row.series.map(() => [])],
                    place,
                ),
            );
        }
    }

    #width() {
        return Math.max(200, this.#root.clientWidth);
    }

    #resize() {
        this.#charts.forEach((chart, id) =>
            chart.setSize({ width: this.#width(), height: heightOf(LANES.find((lane) => lane.id === id)) }),
        );
    }

    #flags(chart) {
        const groups = placeFlags(
            this.#root.querySelector(".flags"),
            this.#state.marks,
            ({ at }) => {
                const seconds = at / 1000;
                const { min, max } = chart.scales.x;
                return seconds < min || seconds > max ? null : chart.valToPos(seconds, "x") + chart.over.offsetLeft;
            },
            this.#selected,
        );
        const note = this.#root.querySelector(".note");
        const shown = groups.find(({ marks }) => marks[0].id === this.#selected);
        note.hidden = shown === undefined;
        if (shown !== undefined) {
            show(note.firstElementChild, markItems(shown.marks, this.#state.at));
            note.style.setProperty(
                "left",
                `${Math.max(0, Math.min(shown.at - 20, this.#width() - note.offsetWidth))}px`,
            );
        }
    }

    #select(id) {
        this.#selected = id === undefined || id === this.#selected ? null : id;
        if (this.#charts.has("flow")) {
            this.#flags(this.#charts.get("flow"));
        }
    }

    #point(at) {
        if (at !== this.#at) {
            this.#at = at;
            this.#legends();
        }
    }

    #choose(chart) {
        const { left, width } = chart.select;
        if (width > 4) {
            this.#moved({ from: chart.posToVal(left, "x"), to: chart.posToVal(left + width, "x") });
            chart.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
        }
    }

    /** The value of each series under the pointer, or the newest. */
    #legends() {
        for (const row of this.#rows) {
            const value = (one) =>
                this.#at === null || this.#at === undefined
                    ? one.values.slice(-5).findLast((known) => known !== null)
                    : one.values[this.#at];
            show(
                this.#root.querySelector(`.${row.id} .legend`),
                row.series.map((one) =>
                    h(
                        "li",
                        null,
                        h(
                            "svg",
                            { class: "chip", "aria-hidden": "true" },
                            h("rect", { width: "100%", height: "100%", fill: one.colour }),
                        ),
                        h("span", null, one.name),
                        h("b", null, row.text(value(one))),
                    ),
                ),
            );
        }
    }
}
