/** The token of the page, which comes in the fragment of its address and is kept for this tab only. */

/**
 * Takes the token out of the address, so that it is neither seen there nor kept in the history. Returns whether there
 * was one.
 */
export function readToken() {
    const token = new URLSearchParams(location.hash.slice(1)).get("token");
    if (token !== null) {
        storeToken(token);
        history.replaceState(null, "", location.pathname + location.search);
    }
    return token !== null;
}

/** For a browser that keeps nothing of pages. */
let unstored = null;

export function storeToken(token) {
    unstored = token;
    try {
        sessionStorage.setItem("token", token);
    } catch {
        // it is asked for again after a reload
    }
}

export function storedToken() {
    try {
        return sessionStorage.getItem("token") ?? unstored;
    } catch {
        return unstored;
    }
}

/** Asks the instance for JSON; with a body it is a command. Fails with words that can be shown. */
export async function request(path, body) {
    const headers = { Accept: "application/json" };
    const token = storedToken();
    if (token) {
        headers.Authorization = `Bearer ${token}`;
    }
    if (body !== undefined) {
        headers["Content-Type"] = "application/json";
    }
    let response;
    try {
        response = await fetch(path, {
            method: body === undefined ? "GET" : "POST",
            headers,
            body: body && JSON.stringify(body),
            cache: "no-store",
        });
    } catch {
        throw new Error("The instance does not answer. Look at the timeline before you try again.");
    }
    const answer = await response.json().catch(() => ({}));
    if (response.ok) {
        return answer;
    }
    const words = {
        401: "The instance does not accept the token of this page.",
        403: "This instance allows no actions: page.actions is false.",
        504: "The governor has not answered in time. Look at the timeline before you try again.",
    };
    throw new Error(
        answer.text ?? answer.error ?? words[response.status] ?? `The instance answers ${response.status}.`,
    );
}
