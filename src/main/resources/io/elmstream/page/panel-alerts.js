import { command, quoted } from "./command.js";
import { h } from "./dom.js";
import { clock, duration, percent, whole } from "./format.js";
import { column, numbers, scrolled, table } from "./table.js";

/** The sensors in alert; `found` is what the instance answered to a search, or null. */
export function alertsPanel(state, { search, found, shown }) {
    const local = state.alerts.sensors ?? [];
    const wanted = search.toLowerCase();
    const hits = found?.sensors ?? local.filter((one) => one.sensor.toLowerCase().includes(wanted));
    const matched = found?.matched ?? (search === "" ? Math.max(state.alerts.inAlert, local.length) : hits.length);
    if (matched === 0) {
        return h(
            "p",
            { class: "quiet" },
            search === "" ? "No sensor is in alert." : `No sensor in alert is called so: ${search}`,
        );
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
                        h("td", { class: "name" }, one.label),
                        h("td", { class: "trace" }, spark(one.spark), percent(one.confidence)),
                    ),
                ),
            ),
        ),
        h(
            "p",
            { class: "quiet" },
            `${whole(rows.length)} of ${whole(matched)}`,
            rows.length < matched && [
                " · ",
                h("button", { type: "button", class: "link", "data-do": "more" }, "Show more"),
            ],
        ),
        state.features.clearing && clearing(rows, matched),
    ];
}

/** How to clear the alerts of a sensor; a search that leaves one names it. */
function clearing(rows, matched) {
    if (matched !== 1) {
        return h("p", { class: "quiet" }, "Search for a sensor to see the command that clears its alerts.");
    }
    const sensor = rows[0].sensor;
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
