package io.elmstream.http;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request to a {@link Site}, received completely.
 *
 * @param method GET, HEAD, POST, ...
 * @param path percent-encoded, without the query
 * @param query the first value of each parameter of the query, decoded
 * @param header returns a header, by its name in any case
 * @param body the whole body; empty if there is none
 */
public record WebRequest(
        String method, String path, Map<String, String> query, Function<String, Optional<String>> header, byte[] body) {

    /** Returns whether nothing but an answer is asked for. */
    public boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
