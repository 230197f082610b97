/** Numbers, times and sizes as people read them. Absent values become a dash. */

const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const TENTH = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const COMPACT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

export const DASH = "–";
/** Keeps a number and its unit on one line. */
const NBSP = "\u00a0";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const known = (value) => value !== null && value !== undefined && Number.isFinite(value);

/** 12,345; small numbers with one decimal. */
export function number(value) {
    return known(value) ? (Math.abs(value) < 10 ? TENTH : WHOLE).format(value) : DASH;
}

export function whole(value) {
    return known(value) ? WHOLE.format(value) : DASH;
}

/** 12.3K, for axes and narrow columns. */
export function compact(value) {
    return known(value) ? COMPACT.format(value) : DASH;
}

/** A share of 1 as 98.2 %. */
export function percent(share) {
    return known(share) ? `${TENTH.format(100 * share)}${NBSP}%` : DASH;
}

/** A difference of shares in points, with its sign: +1.2. */
export function points(difference) {
    if (!known(difference)) {
        return DASH;
    }
    const text = TENTH.format(Math.abs(100 * difference));
    return text === "0" ? "0" : (difference < 0 ? "\u2212" : "+") + text;
}

/** Milliseconds as 12 ms, 1.4 s, 2 min, 3 h 5 min, 2 d. */
export function duration(ms) {
    if (!known(ms)) {
        return DASH;
    }
    if (ms < 1000) {
        return `${WHOLE.format(Math.max(0, ms))}${NBSP}ms`;
    }
    if (ms < MINUTE) {
        return `${(ms < 10_000 ? TENTH : WHOLE).format(ms / 1000)}${NBSP}s`;
    }
    if (ms < HOUR) {
        return `${WHOLE.format(Math.floor(ms / MINUTE))}${NBSP}min`;
    }
    if (ms < 48 * HOUR) {
        const minutes = Math.floor((ms % HOUR) / MINUTE);
        return `${Math.floor(ms / HOUR)}${NBSP}h${minutes === 0 ? "" : `${NBSP}${minutes}${NBSP}min`}`;
    }
    return `${Math.floor(ms / (24 * HOUR))}${NBSP}d`;
}

/** How long ago something was. */
export function ago(at, now) {
    const ms = now - at;
    return ms < 2000 ? "just now" : `${duration(Math.floor(ms / 1000) * 1000)} ago`;
}

/** The time of day; with the date if it was another day. */
export function clock(at, now = at) {
    if (!known(at)) {
        return DASH;
    }
    return Math.abs(now - at) < 12 * HOUR ? CLOCK.format(at) : DAY.format(at);
}

export function bytes(value) {
    if (!known(value)) {
        return DASH;
    }
    const units = ["B", "kB", "MB", "GB", "TB"];
    const power = value < 1 ? 0 : Math.min(Math.floor(Math.log(value) / Math.log(1000)), units.length - 1);
    return `${number(value / 1000 ** power)}${NBSP}${units[power]}`;
}

/** "1 sensor", "12 sensors". */
export function counted(count, noun, plural = `${noun}s`) {
    return `${whole(count)} ${count === 1 ? noun : plural}`;
}
