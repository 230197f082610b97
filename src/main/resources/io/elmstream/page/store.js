/** The application's state as the page knows it: the full state, to which changes are added. Pure. */

/** Seconds for which each point is kept; before, one for each COARSE seconds is enough. */
const FINE = 600;
const COARSE = 30;
const MARKS = 500;

const NAMED = ["versions", "classes", "deadLetters"];
const SINGLE = ["raised", "cleared", "latencyMedian", "latencyP99", "oldest", "lag"];
const WORST = new Set(["latencyP99", "oldest", "lag"]);
const WHOLE = ["models", "partitions", "instances", "alerts", "deadLetters"];

/** What tells a series from others of its kind. */
export function seriesKey(series) {
    return [series.model, series.version, series.label, series.reason]
        .filter((part) => part !== undefined)
        .join("\u0000");
}

/** The state with every list present. */
export function complete(state) {
    const series = { ...state.series };
    for (const name of [...NAMED, ...SINGLE]) {
        series[name] ??= [];
    }
    return {
        ...state,
        series,
        features: state.features ?? {},
        times: state.times ?? [],
        marks: state.marks ?? [],
        models: state.models ?? [],
        partitions: state.partitions ?? [],
        instances: state.instances ?? [],
        alerts: state.alerts ?? { inAlert: 0, sensors: [] },
        deadLetters: state.deadLetters ?? { total: 0, reasons: [] },
    };
}

/** The state after a change. */
export function apply(state, change) {
    const next = { ...state, at: change.at ?? state.at };
    for (const name of WHOLE) {
        next[name] = change[name] ?? state[name];
    }
    if (change.marks?.length > 0) {
        const ids = new Set(change.marks.map((mark) => mark.id));
        const known = state.marks.filter((mark) => !ids.has(mark.id));
        next.marks = [...known, ...change.marks].sort((a, b) => a.at - b.at).slice(-MARKS);
    }
    if (change.points?.times?.length > 0) {
        append(next, state, change.points);
        thin(next);
    }
    return next;
}

function append(next, state, points) {
    const before = state.times.length;
    const added = points.times.length;
    next.times = [...state.times, ...points.times];
    next.series = {};
    for (const name of NAMED) {
        const fresh = new Map((points[name] ?? []).map((series) => [seriesKey(series), series]));
        next.series[name] = state.series[name].map((series) => {
            const values = fresh.get(seriesKey(series))?.values ?? new Array(added).fill(0);
            fresh.delete(seriesKey(series));
            return { ...series, values: [...series.values, ...values] };
        });
        for (const series of fresh.values()) {
            next.series[name].push({ ...series, values: [...new Array(before).fill(0), ...series.values] });
        }
    }
    for (const name of SINGLE) {
        next.series[name] = [...state.series[name], ...(points[name] ?? new Array(added).fill(null))];
    }
}

/** Joins points older than FINE into one for each COARSE seconds, and drops what is older than the history. */
function thin(next) {
    const newest = next.times.at(-1);
    const oldest = newest - (next.historyMillis ?? 10_800_000) / 1000;
    const fine = newest - FINE;
    const old = next.times.filter((time, i) => time < fine && next.times[i + 1] - time < COARSE / 2);
    // in steps, not at each change
    if (old.length < 2 * COARSE) {
        return;
    }
    const groups = [];
    next.times.forEach((time, i) => {
        const slot = time >= fine ? time : Math.floor(time / COARSE) * COARSE;
        if (time >= oldest && groups.at(-1)?.slot === slot) {
            groups.at(-1).members.push(i);
        } else if (time >= oldest) {
            groups.push({ slot, members: [i] });
        }
    });
    const join = (values, combine) => groups.map((group) => combine(group.members.map((i) => values[i])));
    next.times = join(next.times, (times) => times.at(-1));
    for (const name of NAMED) {
        next.series[name] = next.series[name]
            .map((one) => ({ ...one, values: join(one.values, mean) }))
            // of versions that are long gone, nothing is left in the history
            .filter((one) => one.values.some((value) => value));
    }
    for (const name of SINGLE) {
        next.series[name] = join(next.series[name], WORST.has(name) ? largest : mean);
    }
}

function mean(values) {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function largest(values) {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : Math.max(...known);
}
