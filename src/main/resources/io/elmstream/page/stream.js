/**
 * Follows server-sent events with fetch, which, unlike EventSource, can send the token in a header. A stream that is
 * cut, or silent for longer than its heartbeat allows, is opened again after a growing, random wait.
 */

const SILENCE = 25_000;
const LONGEST = 30_000;
/** What a header can carry. */
const SENDABLE = /^[\x20-\x7e\xa0-\xff]*$/;
const UNKNOWN_TOKEN = "The instance does not accept this token.";

/**
 * Starts to follow.
 *
 * `heard(event, data)` gets each event with its parsed JSON; `turned(link)` gets `{ state: "live" }`,
 * `{ state: "cut", until, why }` and `{ state: "denied", why }`. Returns a function that tries again at once.
 */
export function follow(url, token, heard, turned) {
    let lastId = null;
    let retry = 2000;
    let failures = 0;
    let timer = null;
    let running = null;

    async function open() {
        clearTimeout(timer);
        timer = null;
        // a page that follows two streams would add each change twice
        running?.abort();
        const abort = new AbortController();
        running = abort;
        const replaced = () => running !== abort;
        let watchdog = setTimeout(() => abort.abort(), SILENCE);
        const alive = () => {
            clearTimeout(watchdog);
            watchdog = setTimeout(() => abort.abort(), SILENCE);
        };
        let why = "the instance ended the stream";
        let wait = 0;
        try {
            const headers = { Accept: "text/event-stream" };
            if (token() && !SENDABLE.test(token())) {
                turned({ state: "denied", why: UNKNOWN_TOKEN });
                return;
            }
            if (token()) {
                headers.Authorization = `Bearer ${token()}`;
            }
            if (lastId !== null) {
                headers["Last-Event-ID"] = lastId;
            }
            const response = await fetch(url, { headers, signal: abort.signal, cache: "no-store" });
            if (replaced()) {
                return;
            }
            if (response.status === 401) {
                turned({ state: "denied", why: token() ? UNKNOWN_TOKEN : "" });
                return;
            }
            if (!response.ok) {
                wait = 1000 * (Number(response.headers.get("Retry-After")) || 0);
                const said = await response.json().catch(() => ({}));
                throw new Error(said.error ?? `it answers ${response.status}`);
            }
            await read(response.body.getReader(), alive, (field) => {
                if (replaced()) {
                    return;
                }
                retry = field.retry ?? retry;
                lastId = field.id ?? lastId;
                if (field.data !== undefined) {
                    failures = 0;
                    turned({ state: "live" });
                    heard(field.event ?? "message", JSON.parse(field.data));
                }
            });
        } catch (failure) {
            why = abort.signal.aborted ? "it has been silent" : reason(failure);
        } finally {
            clearTimeout(watchdog);
            abort.abort();
        }
        if (!replaced()) {
            const grown = Math.min(retry * 1.6 ** failures++, LONGEST);
            const pause = Math.max(wait, grown * (0.75 + 0.5 * Math.random()));
            turned({ state: "cut", until: Date.now() + pause, why });
            timer = setTimeout(open, pause);
        }
    }

    const now = () => {
        failures = 0;
        open();
    };
    addEventListener("online", () => timer !== null && now());
    document.addEventListener("visibilitychange", () => !document.hidden && timer !== null && now());
    open();
    return now;
}

function reason(failure) {
    return failure instanceof TypeError ? "it does not answer" : failure.message;
}

async function read(reader, alive, event) {
    const decoder = new TextDecoder();
    let rest = "";
    let fields = {};
    for (;;) {
        const { done, value } = await reader.read();
        if (done) {
            return;
        }
        alive();
        const lines = (rest + decoder.decode(value, { stream: true })).split(/\r?\n/);
        rest = lines.pop();
        for (const line of lines) {
            if (line === "") {
                if (Object.keys(fields).length > 0) {
                    event(fields);
                }
                fields = {};
            } else {
                take(line, fields);
            }
        }
    }
}

function take(line, fields) {
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "data") {
        fields.data = fields.data === undefined ? value : `${fields.data}\n${value}`;
    } else if (name === "event" || name === "id") {
        fields[name] = value;
    } else if (name === "retry" && /^\d+$/.test(value)) {
        fields.retry = Number(value);
    }
}
