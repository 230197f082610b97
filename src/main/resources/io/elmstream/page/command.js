import { h } from "./dom.js";

/** A command line with a button that copies it. */
export function command(text, why) {
    return h(
        "div",
        { class: "command", key: `command ${text}` },
        why && h("p", null, why),
        h(
            "div",
            null,
            h("code", { tabindex: "0" }, text),
            h("button", { type: "button", "data-do": "copy", "data-text": text, "aria-label": `Copy ${text}` }, "Copy"),
        ),
    );
}

/** An argument as a shell takes it, whatever it contains. */
export function quoted(text) {
    return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Copies a text, also where the page is not served securely and the clipboard's API is missing. */
export async function copy(text) {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        const area = h("textarea", { readonly: true, class: "hidden", "aria-hidden": "true" });
        area.value = text;
        const focused = document.activeElement;
        // behind a dialog nothing can be selected
        (document.querySelector("dialog[open]") ?? document.body).append(area);
        area.select();
        const copied = document.execCommand("copy");
        area.remove();
        focused?.focus();
        return copied;
    }
}
