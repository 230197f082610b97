package io.elmstream.http;

import io.netty.handler.codec.http.HttpRequest;

/**
 * A request that is answered without its body. It takes its turn behind the earlier requests of its connection.
 *
 * @param request without its body
 * @param answer what it is answered
 * @param isLast whether nothing that the client sends behind it is read
 */
record Refused(HttpRequest request, Answer answer, boolean isLast) {}
