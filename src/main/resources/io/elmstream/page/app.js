/** The page: follows the instance's events and shows what they say. */

import { ask } from "./dialog.js";
import { copy } from "./command.js";
import { show } from "./dom.js";
import { told } from "./facts.js";
import { changesPanel } from "./flags.js";
import { clock } from "./format.js";
import { Lanes } from "./lanes.js";
import { lanesTable } from "./lanes-table.js";
import { alertsPanel } from "./panel-alerts.js";
import { classesPanel } from "./panel-classes.js";
import { delayPanel } from "./panel-delay.js";
import { instancesPanel } from "./panel-instances.js";
import { lettersPanel } from "./panel-letters.js";
import { modelsPanel } from "./panel-models.js";
import { statusPanel } from "./panel-status.js";
import { trialPanel } from "./panel-trial.js";
import { apply, complete } from "./store.js";
import { follow } from "./stream.js";
import { summary } from "./status.js";
import { startTheme } from "./theme.js";
import { readToken, request, storedToken, storeToken } from "./token.js";

const ROWS = 10;
const PAGE = 50;
/** The most sensors that an instance sends at once. */
const MOST = 1000;
/** The shortest span of the axis of time, in seconds. */
const SHORTEST = 120;

const by = (id) => document.getElementById(id);
const view = {
    split: "version",
    span: 600,
    chosen: null,
    allMarks: false,
    search: "",
    shown: ROWS,
    most: MOST,
    // what the instance answered to a search, if it had to be asked, and whether it could not be
    found: null,
    failed: false,
};
let state = null;
let link = { state: "connecting" };
let waiting = false;
let spoken = "";
let pause = null;

readToken();
const lanes = new Lanes(by("lanes"), (range) => {
    view.chosen = range;
    render();
});
startTheme(by("theme"), () => lanes.renew());

const retry = follow(
    "events",
    storedToken,
    (event, data) => {
        if (event === "state") {
            state = complete(data);
        } else if (event === "change" && state !== null) {
            state = apply(state, data);
            refreshFound(data);
        }
        render();
    },
    (turned) => {
        link = turned;
        renderLink();
    },
);

/** Draws at the next frame; a page that is not seen draws when it is seen again. */
function render() {
    if (!waiting) {
        waiting = true;
        requestAnimationFrame(() => {
            waiting = false;
            if (state !== null) {
                draw();
            }
        });
    }
}

function draw() {
    by("main").hidden = false;
    by("application").textContent = state.application;
    const said = summary(state);
    document.title = `${said.headline} · ${state.application}`;
    speak(said);
    const panels = {
        status: () => statusPanel(said),
        changes: () => changesPanel(state.marks, state.at, view.allMarks),
        trial: () => trialPanel(state.models),
        models: () => modelsPanel(state),
        delay: () => delayPanel(state.partitions, state.series),
        classes: () => classesPanel(state.models, state.features),
        "alerts-list": () => alertsPanel(state, view),
        letters: () => lettersPanel(state.deadLetters, state.at),
        instances: () => instancesPanel(state),
    };
    for (const [id, panel] of Object.entries(panels)) {
        alone(() => show(by(id), panel()));
    }
    alone(drawLanes);
}

/** Runs one part of the drawing; if it fails, the others are still drawn. */
function alone(part) {
    try {
        part();
    } catch (failure) {
        reportError(failure);
    }
}

function drawLanes() {
    const to = state.times.at(-1) ?? state.at / 1000;
    const first = state.times[0] ?? to - 600;
    // an application that has just started fills the axis, too
    const from = view.span === 0 ? first : Math.max(first, to - view.span);
    const range = view.chosen ?? { from: Math.min(from, to - SHORTEST), to };
    lanes.draw(state, { split: view.split, range });
    for (const button of document.querySelectorAll("[data-split], [data-span]")) {
        const pressed =
            button.dataset.split === view.split || (view.chosen === null && button.dataset.span === String(view.span));
        button.setAttribute("aria-pressed", String(pressed));
    }
    if (by("lanes-details").open) {
        show(by("lanes-table"), lanesTable(state));
    }
}

/** Says a change of the headline to those who do not see it, and nothing else. */
function speak({ headline, level }) {
    if (spoken !== "" && spoken !== headline) {
        by("spoken").textContent =
            level === "calm" ? headline : `${headline}. ${state.marks.length > 0 ? told(state.marks.at(-1)) : ""}`;
    }
    spoken = headline;
}

function renderLink() {
    const words = { connecting: "Connecting…", live: "Live", cut: "Cut off", denied: "Locked" };
    by("link").dataset.state = link.state;
    by("link-text").textContent = words[link.state];
    document.body.classList.toggle("old", link.state === "cut" && state !== null);
    by("cut").hidden = link.state !== "cut";
    by("ask").hidden = link.state !== "denied";
    if (link.state === "denied") {
        by("main").hidden = true;
        by("ask-fault").textContent = link.why;
    }
    countDown();
}

function countDown() {
    if (link.state === "cut") {
        const seconds = Math.max(0, Math.ceil((link.until - Date.now()) / 1000));
        const since = state === null ? "" : ` What you see is of ${clock(state.at)}.`;
        by("cut-text").textContent = `No connection: ${link.why}.${since} Next try in ${seconds} s.`;
    }
}
setInterval(countDown, 1000);

by("zone").textContent = `Times are those of ${new Intl.DateTimeFormat().resolvedOptions().timeZone}.`;

by("retry").addEventListener("click", retry);
addEventListener("hashchange", () => readToken() && retry());
by("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    storeToken(by("token").value);
    retry();
});
by("lanes-details").addEventListener("toggle", render);

by("search").addEventListener("input", () => {
    view.search = by("search").value.trim();
    view.shown = ROWS;
    view.found = null;
    view.failed = false;
    clearTimeout(pause);
    pause = setTimeout(search, 200);
    render();
});

/** Asks again for what a search found, where it may have changed, at most every few seconds. */
function refreshFound(change) {
    if (change.alerts && pause === null && (view.found !== null || knowsOthers())) {
        pause = setTimeout(search, 3000);
    }
}

/** Whether the instance may know of sensors that are wanted, and that it has not sent. */
function knowsOthers() {
    const known = state.alerts.sensors.length;
    return state.alerts.inAlert > known && (view.search !== "" || view.shown > known);
}

async function search() {
    clearTimeout(pause);
    pause = null;
    if (knowsOthers()) {
        const asked = view.search;
        try {
            const found = await request(
                `sensors?search=${encodeURIComponent(asked)}&offset=0&limit=${Math.min(MOST, Math.max(PAGE, view.shown))}`,
            );
            if (asked === view.search) {
                view.found = found;
                view.failed = false;
            }
        } catch {
            // what was found before is better than nothing
            view.failed = asked === view.search;
        }
    } else {
        view.found = null;
    }
    render();
}

document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button === null || state === null) {
        return;
    }
    const { split, span, do: what } = button.dataset;
    if (split !== undefined) {
        view.split = split;
    } else if (span !== undefined) {
        view.span = Number(span);
        view.chosen = null;
    } else if (what === "more") {
        view.shown += PAGE;
        search();
    } else if (what === "all-marks") {
        view.allMarks = true;
    } else if (what === "copy") {
        copied(button);
        return;
    } else if (what === "act") {
        act(button.dataset);
    }
    render();
});

async function copied(button) {
    const done = await copy(button.dataset.text);
    button.textContent = done ? "Copied" : "Select it";
    by("spoken").textContent = done ? "Copied" : "It could not be copied: select it";
    setTimeout(() => {
        button.textContent = "Copy";
    }, 1500);
}

function act({ action, model, version }) {
    const found = state.models.find((one) => one.id === model);
    if (found !== undefined) {
        ask(by("dialog"), found, { action, version: Number(version) }, (body) => request("actions", body));
    }
}
