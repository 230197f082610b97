/** The marks over the time axis: a button for each, or for those that stand too near to each other. */

import { h, show } from "./dom.js";
import { by, told } from "./facts.js";
import { clock } from "./format.js";

const SIGNS = {
    publish: "+",
    activate: "●",
    challenge: "◆",
    promote: "▲",
    rollback: "↶",
    retire: "■",
    refused: "✕",
    gate: "◇",
    drift: "≈",
    learn: "✎",
};
const NEAR = 34;

export function sign(mark) {
    return SIGNS[mark.kind] ?? "•";
}

/** Whether a mark changes what is in force, which is drawn stronger. */
export function turns(mark) {
    return ["activate", "promote", "rollback", "gate"].includes(mark.kind);
}

/** Places the flags of marks; `x(mark)` is their place in pixels, or null if it is out of sight. */
export function placeFlags(place, marks, x, selected) {
    const groups = [];
    for (const mark of marks) {
        const at = x(mark);
        if (at === null) {
            continue;
        }
        const last = groups.at(-1);
        if (last && at - last.at < NEAR) {
            last.marks.push(mark);
        } else {
            groups.push({ at, marks: [mark] });
        }
    }
    show(
        place,
        groups.map(({ marks: some }) => {
            const strongest = some.findLast(turns) ?? some.at(-1);
            return h(
                "button",
                {
                    type: "button",
                    key: some[0].id,
                    class: `flag ${strongest.kind}`,
                    "data-marks": some.map((mark) => mark.id).join(" "),
                    "aria-expanded": String(selected === some[0].id),
                    "aria-label": some.map((mark) => `${clock(mark.at)} ${told(mark)}`).join("; "),
                },
                sign(strongest),
                some.length > 1 && h("sup", null, some.length),
            );
        }),
    );
    groups.forEach(({ at }, i) => place.children[i].style.setProperty("left", `${at}px`));
    return groups;
}

/** What happened at marks, who did it and why. */
export function markItems(marks, now) {
    return marks.map((mark) =>
        h(
            "li",
            { key: mark.id, "data-mark": mark.id },
            h("span", { class: `sign ${mark.kind}`, "aria-hidden": "true" }, sign(mark)),
            h(
                "div",
                null,
                h("p", null, told(mark)),
                h("p", { class: "quiet" }, [clock(mark.at, now), by(mark), mark.why].filter(Boolean).join(" · ")),
            ),
        ),
    );
}

export function changesPanel(marks, now, all) {
    const newestFirst = [...marks].reverse();
    const shown = all ? newestFirst : newestFirst.slice(0, 6);
    return [
        h("h3", null, "What changed"),
        marks.length === 0
            ? h("p", { class: "quiet" }, "Nothing in the time shown.")
            : h("ol", { class: "marks" }, markItems(shown, now)),
        newestFirst.length > shown.length &&
            h("button", { type: "button", class: "link", "data-do": "all-marks" }, `Show all ${marks.length}`),
    ];
}
