/** The tables of the panels: heads of columns, and rows that have a `key` each. */
import { h } from "./dom.js";

/** The head of a column of texts. */
export const column = (name) => h("th", { scope: "col" }, name);

/** The head of a column of numbers. */
export const numbers = (name) => h("th", { scope: "col", class: "number" }, name);

/** A table; attributes are optional. */
export function table(heads, rows, attributes) {
    return h("table", attributes, h("thead", null, h("tr", null, heads)), h("tbody", null, rows));
}

/** A table in a region that scrolls by itself, also by keyboard; `kind` is a class of its own. */
export function scrolled(label, content, kind) {
    const named = { class: kind ? `scroll ${kind}` : "scroll", tabindex: "0", role: "region", "aria-label": label };
    return h("div", named, content);
}
