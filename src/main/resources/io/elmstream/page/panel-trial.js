import { h } from "./dom.js";
import { counted, percent, points, whole } from "./format.js";
import { judged, named } from "./facts.js";
import { verdict } from "./status.js";
import { column, scrolled, table } from "./table.js";

/** Champion against challenger: the difference with its interval, the counts, and where they disagree. */
export function trialPanel(models) {
    const onTrial = models.filter((model) => model.challenger);
    return [
        h("h2", { id: "trial-title" }, "Champion and challenger"),
        onTrial.length === 0
            ? h(
                  "p",
                  { class: "quiet" },
                  "No challenger is on trial. Begin one with ",
                  h("code", null, "elmstream model shadow"),
                  " or ",
                  h("code", null, "elmstream model canary"),
                  ".",
              )
            : onTrial.map((model) => h("div", { class: "trial", key: model.id }, trial(model))),
    ];
}

function trial(model) {
    const found = model.comparison ?? {};
    return [
        h(
            "div",
            null,
            h(
                "h3",
                null,
                `${named(model.id, model.challenger)} against v${model.champion}`,
                h("span", { class: "tag" }, [model.mode, model.share].filter(Boolean).join(" ")),
            ),
            h("p", { class: "verdict" }, verdict(model)),
            judged(found) && interval(found),
            model.gate && h("p", { class: "quiet" }, `Gate: ${model.gate}`),
        ),
        h(
            "dl",
            { class: "numbers" },
            figure("Compared", whole(found.compared)),
            figure("Agreed", found.compared ? percent(found.agreed / found.compared) : "–"),
            figure("Labelled", whole(found.labelled)),
            figure(`v${model.champion} right`, found.labelled ? percent(found.championCorrect / found.labelled) : "–"),
            figure(
                `v${model.challenger} right`,
                found.labelled ? percent(found.challengerCorrect / found.labelled) : "–",
            ),
            figure("Could not score", whole(found.errors ?? 0)),
        ),
        found.compared > 0 && pairs(model, found.pairs ?? []),
    ];
}

function figure(term, value) {
    return h("div", null, h("dt", null, term), h("dd", null, value));
}

/** The interval of the difference on a line with zero in its middle. */
function interval({ difference, low, high }) {
    const reach = Math.max(Math.abs(low), Math.abs(high), 0.001) * 1.15;
    const x = (value) => 50 + (50 * value) / reach;
    const side = low > 0 ? "good" : high < 0 ? "bad" : "open";
    return h(
        "figure",
        { class: "interval" },
        h(
            "svg",
            { viewBox: "0 0 100 14", preserveAspectRatio: "none", "aria-hidden": "true" },
            h("line", { x1: 0, x2: 100, y1: 7, y2: 7, class: "axis" }),
            h("line", { x1: 50, x2: 50, y1: 0, y2: 14, class: "zero" }),
            h("rect", { x: x(low), width: Math.max(0.6, x(high) - x(low)), y: 4, height: 6, class: side }),
            h("rect", { x: x(difference) - 0.4, width: 0.8, y: 1, height: 12, class: `point ${side}` }),
        ),
        h(
            "figcaption",
            null,
            h("span", null, "champion better"),
            h("span", null, `${points(low)} to ${points(high)} points`),
            h("span", null, "challenger better"),
        ),
    );
}

function pairs(model, list) {
    if (list.length === 0) {
        return h("p", { class: "quiet" }, "They have not disagreed.");
    }
    const most = Math.max(...list.map((pair) => pair.count));
    return scrolled(
        `Where versions of ${model.id} disagree`,
        table(
            [
                column(`v${model.champion} says`),
                column(`v${model.challenger} says`),
                h("th", { scope: "col", class: "number", colspan: 2 }, "Readings"),
            ],
            list
                .slice(0, 6)
                .map((pair) =>
                    h(
                        "tr",
                        { key: `${pair.champion}\u0000${pair.challenger}` },
                        h("td", { class: "name" }, pair.champion),
                        h("td", { class: "name" }, pair.challenger),
                        h(
                            "td",
                            { class: "bar" },
                            h(
                                "svg",
                                { "aria-hidden": "true" },
                                h("rect", { width: `${(100 * pair.count) / most}%`, height: "100%" }),
                            ),
                        ),
                        h("td", { class: "number" }, whole(pair.count)),
                    ),
                ),
        ),
        list.length > 6 && h("p", { class: "quiet" }, `and ${counted(list.length - 6, "other pair")}`),
    );
}
