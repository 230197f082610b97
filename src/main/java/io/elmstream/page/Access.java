package io.elmstream.page;

import io.elmstream.http.Answer;
import io.elmstream.http.Origin;
import io.elmstream.http.WebRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Decides who may see the page.
 *
 * @param token required of each request for data; empty if none is
 * @param loopback whether the server is bound to this machine alone; without a token, a request that names another host
 *     then comes from a page of a stranger, who has given his own name the address of this machine
 */
record Access(Optional<String> token, boolean loopback) {

    private static final String BEARER = "Bearer ";

    /** Returns the answer to a request by another name of this machine; empty if the request may go on. */
    Optional<Answer> refuseHost(WebRequest request) {
        String host = request.header().apply("Host").orElse("");
        // a stranger's page does not have the token
        return token.isPresent() || !loopback || Origin.isLocal(host)
                ? Optional.empty()
                : Optional.of(Answer.error(
                        403, "the page is for this machine alone: open it as localhost, 127.0.0.1 or [::1]"));
    }

    /** Returns the answer to a request without the token; empty if the request may go on. */
    Optional<Answer> refuseToken(WebRequest request) {
        if (token.isEmpty() || isGiven(request.header().apply("Authorization").orElse(""), token.get())) {
            return Optional.empty();
        }
        return Optional.of(
                Answer.error(401, "the header Authorization must be 'Bearer TOKEN' with the token of page.token")
                        .with("WWW-Authenticate", "Bearer"));
    }

    private static boolean isGiven(String header, String token) {
        return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                // takes the same time for every wrong token of a length
                && MessageDigest.isEqual(
                        header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8),
                        token.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the answer to an action that a page of another site asks for; empty if the request may go on. A page that
     * is served through a proxy has the proxy's origin, and the proxy must pass on the host that it was asked for.
     */
    static Optional<Answer> refuseOrigin(WebRequest request) {
        String host = request.header().apply("Host").orElse("");
        return request.header()
                .apply("Origin")
                .filter(origin -> !Origin.isSame(origin, host))
                .map(origin -> Answer.error(
                        403,
                        "actions are accepted from this page alone: the header Origin is " + Texts.cut(origin)
                                + ", and Host is " + Texts.cut(host) + "; a proxy must pass on the header Host"));
    }
}
