import { command, quoted } from "./command.js";
import { h } from "./dom.js";
import { clock, duration, percent, whole } from "./format.js";
import { column, numbers, scrolled, table } from "./table.js";

/**
 * The sensors in alert; `found` is what the instance answered to a search, or null; `failed` if it could not be asked.
 */
export function alertsPanel(state, { search, found, failed, shown, most }) {
    const local = state.alerts.sensors ?? [];
    const wanted = search.toLowerCase();
    const hits = found?.sensors ?? local.filter((one) => one.sensor.toLowerCase().includes(wanted));
    const matched = found?.matched ?? (search === "" ? Math.max(state.alerts.inAlert, local.length) : hits.length);
    const others = search !== "" && found === null && state.alerts.inAlert > local.length;
    if (matched === 0) {
        return h("p", { class: "quiet" }, others ? asking(failed) : nothing(search));
    }
    const rows = hits.slice(0, shown);
    return [
        scrolled(
            "Sensors in alert",
            table(
                [column("Sensor"), numbers("For"), column("Last prediction"), column("Confidence")],
                rows.map((one) =>
                    h(
                        "tr",
                        { key: `${one.sensor}\u0000${one.owner}` },
                        h("td", { class: "name", title: one.owner }, one.sensor),
                        h(
                            "td",
                            { class: "number", title: since(one, state.at) },
                            one.since ? duration(state.at - one.since) : "–",
                        ),
                        h("td", { class: "name" }, one.label || "–"),
                        h("td", { class: "trace" }, spark(one.spark), one.label ? percent(one.confidence) : "–"),
                    ),
                ),
            ),
        ),
        h(
            "p",
            { class: "quiet" },
            `${whole(rows.length)} of ${whole(matched)}`,
            others && ` · ${asking(failed)}`,
            rows.length < matched && [
                " · ",
                rows.length < most
                    ? h("button", { type: "button", class: "link", "data-do": "more" }, "Show more")
                    : "Search to find the others",
            ],
        ),
        state.features.clearing && clearing(rows, matched, search),
    ];
}

function asking(failed) {
    return failed ? "The instance could not be asked for others." : "Searching…";
}

function nothing(search) {
    return search === "" ? "No sensor is in alert." : `No sensor in alert is called so: ${search}`;
}

/** How to clear the alerts of a sensor, which may have several: the one that is searched, or the only one found. */
function clearing(rows, matched, search) {
    const names = new Set(rows.map((one) => one.sensor));
    const only = names.size === 1 && rows.length === matched ? rows[0].sensor : undefined;
    const sensor = names.has(search) ? search : only;
    if (sensor === undefined) {
        return h("p", { class: "quiet" }, "Search for a sensor to see the command that clears its alerts.");
    }
    const end = sensor.startsWith("-") ? "-- " : "";
    return command(`elmstream alerts clear ${end}${quoted(sensor)}`, "To clear the alerts of this sensor:");
}

/** Confidences of the last predictions, from 0 at the bottom to 1 at the top. */
function spark(values) {
    const known = (values ?? []).filter(Number.isFinite);
    if (known.length < 2) {
        return h("svg", { class: "spark", "aria-hidden": "true" });
    }
    const line = known.map(
        (value, i) =>
            `${((60 * i) / (known.length - 1)).toFixed(1)},${(15 - 14 * Math.min(1, Math.max(0, value))).toFixed(1)}`,
    );
    return h(
        "svg",
        { class: "spark", viewBox: "0 0 60 16", "aria-hidden": "true" },
        h("polyline", { points: line.join(" ") }),
    );
}

function since(one, now) {
    return one.since
        ? `since ${clock(one.since, now)}`
        : "since when is not known: an earlier release raised the alert, and did not store the time";
}
