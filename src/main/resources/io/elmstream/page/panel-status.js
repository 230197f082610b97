import { h } from "./dom.js";

const SIGNS = { fault: "✕", look: "!", trial: "◆", calm: "✓" };

export function statusPanel({ level, headline, runs, changed, better, todo }) {
    return [
        h(
            "p",
            { class: `headline level-${level}` },
            h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[level]),
            h("span", null, headline),
        ),
        h(
            "dl",
            { class: "facts" },
            fact("Runs", runs),
            fact("Changed last", changed),
            fact("Is the new one better?", better),
            h(
                "div",
                null,
                h("dt", null, "What to do"),
                todo.length === 1
                    ? h("dd", null, step(todo[0]))
                    : h(
                          "dd",
                          null,
                          h(
                              "ul",
                              null,
                              todo.slice(0, 4).map((one) => h("li", null, step(one))),
                              todo.length > 4 && h("li", null, `and ${todo.length - 4} more`),
                          ),
                      ),
            ),
        ),
    ];
}

function fact(term, text) {
    return h("div", null, h("dt", null, term), h("dd", null, text));
}

function step({ text, at }) {
    return at ? h("a", { href: `#${at}` }, text) : text;
}
