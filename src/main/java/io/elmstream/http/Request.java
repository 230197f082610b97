package io.elmstream.http;

import java.util.Optional;
import java.util.function.Function;

/**
 * A request, received completely.
 *
 * @param method GET, POST, ...
 * @param path percent-encoded, without the query
 * @param header returns a header, by its name in any case
 * @param body the whole body; empty if there is none
 */
record Request(String method, String path, Function<String, Optional<String>> header, byte[] body) {}
