import { h } from "./dom.js";
import { percent, points } from "./format.js";
import { drifting, named } from "./facts.js";
import { column, numbers, table } from "./table.js";

const MODELS = 4;
const CLASSES = 8;

/** The share of each class among predictions, and a tick for its share in training. */
export function classesPanel(models, features) {
    const shown = models.filter((model) => (model.classes ?? []).length > 0);
    return [
        h("h2", { id: "classes-title" }, "Classes against training"),
        shown.length === 0 && h("p", { class: "quiet" }, "No predictions yet."),
        shown
            .slice(0, MODELS)
            .map((model) =>
                h(
                    "div",
                    { key: model.id, class: "mix" },
                    h(
                        "h3",
                        null,
                        named(model.id, model.champion),
                        drifting(model) && h("span", { class: "tag warn" }, `drift: ${model.quality.drift}`),
                    ),
                    mix(model.classes),
                ),
            ),
        shown.length > MODELS && h("p", { class: "quiet" }, `and ${shown.length - MODELS} more models`),
        !features.quality &&
            h(
                "p",
                { class: "quiet" },
                "How they were in training is known with ",
                h("code", null, "quality.enabled"),
                ".",
            ),
    ];
}

function mix(classes) {
    const compared = classes.some((one) => Number.isFinite(one.trained));
    const largest = Math.max(0.01, ...classes.flatMap((one) => [one.share ?? 0, one.trained ?? 0]));
    const x = (share) => `${(98 * (share ?? 0)) / largest}%`;
    const sorted = [...classes].sort(
        (a, b) => Math.max(b.share ?? 0, b.trained ?? 0) - Math.max(a.share ?? 0, a.trained ?? 0),
    );
    return [
        table(
            [column("Class"), h("td", null), numbers("Now"), compared && numbers("To training")],
            sorted
                .slice(0, CLASSES)
                .map((one) =>
                    h(
                        "tr",
                        { key: one.label },
                        h("td", { class: "name" }, one.label),
                        h(
                            "td",
                            { class: "bar" },
                            h(
                                "svg",
                                { "aria-hidden": "true" },
                                h("rect", { width: x(one.share), height: "60%", y: "20%" }),
                                Number.isFinite(one.trained) &&
                                    h("rect", { class: "tick", x: x(one.trained), width: 2, height: "100%" }),
                            ),
                        ),
                        h("td", { class: "number" }, percent(one.share)),
                        compared &&
                            h(
                                "td",
                                { class: "number" },
                                Number.isFinite(one.trained) ? points(one.share - one.trained) : "–",
                            ),
                    ),
                ),
            { class: "bars" },
        ),
        sorted.length > CLASSES && h("p", { class: "quiet" }, `and ${sorted.length - CLASSES} rarer classes`),
    ];
}
