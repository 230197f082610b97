/**
 * Builds elements, and changes those that are shown so that they equal newly built ones. Texts only ever become text
 * nodes and values of attributes, so a label or an id that contains markup is shown as it is.
 */

const SVG = "http://www.w3.org/2000/svg";
const DRAWN = new Set(["svg", "g", "path", "rect", "line", "circle", "polyline"]);

/** An element; attributes that are null or false are left out, and `key` tells rows of a list apart. */
export function h(tag, attributes, ...children) {
    const element = DRAWN.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
        if (value !== null && value !== undefined && value !== false) {
            element.setAttribute(name === "key" ? "data-key" : name, value === true ? "" : String(value));
        }
    }
    for (const child of children.flat(3)) {
        if (child !== null && child !== undefined && child !== false) {
            element.append(child instanceof Node ? child : document.createTextNode(String(child)));
        }
    }
    return element;
}

/** Makes the children of an element those given, keeping the elements, and thereby focus and selection, where it can. */
export function show(parent, ...children) {
    morphChildren(parent, h(parent.localName, null, ...children));
}

function morph(from, to) {
    if (from.nodeType === Node.TEXT_NODE) {
        if (from.data !== to.data) {
            from.data = to.data;
        }
        return;
    }
    for (const { name } of [...from.attributes]) {
        // whether details are open is up to the reader
        if (!to.hasAttribute(name) && name !== "open") {
            from.removeAttribute(name);
        }
    }
    for (const { name, value } of to.attributes) {
        if (from.getAttribute(name) !== value && !(name === "open" && from.localName === "details")) {
            from.setAttribute(name, value);
        }
    }
    morphChildren(from, to);
}

function morphChildren(from, to) {
    const wanted = [...to.childNodes];
    const keys = new Set(wanted.map(keyOf));
    const keyed = new Map();
    for (const child of [...from.childNodes]) {
        const key = keyOf(child);
        if (key !== undefined && keys.has(key)) {
            keyed.set(key, child);
        } else if (key !== undefined) {
            child.remove();
        }
    }
    let at = from.firstChild;
    for (const next of wanted) {
        const key = keyOf(next);
        const same = key === undefined ? at : keyed.get(key);
        if (same && same.nodeName === next.nodeName && keyOf(same) === key) {
            if (same === at) {
                at = at.nextSibling;
            } else {
                from.insertBefore(same, at);
            }
            morph(same, next);
        } else {
            from.insertBefore(next, at);
        }
    }
    while (at) {
        const after = at.nextSibling;
        at.remove();
        at = after;
    }
}

function keyOf(node) {
    return node.dataset?.key;
}
