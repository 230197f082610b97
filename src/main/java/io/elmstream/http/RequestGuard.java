package io.elmstream.http;

import io.elmstream.elm.ShortList;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Function;

/** Refuses requests before their body is received, except those for health. */
final class RequestGuard extends ChannelInboundHandlerAdapter {

    private static final String BEARER = "Bearer ";

    private final Function<HttpRequest, Optional<Answer>> refusal;
    private boolean refusing;

    private RequestGuard(Function<HttpRequest, Optional<Answer>> refusal) {
        this.refusal = refusal;
    }

    /** Returns a guard that refuses requests without a token. */
    static RequestGuard ofToken(String token) {
        byte[] expected = token.getBytes(StandardCharsets.UTF_8);
        return new RequestGuard(request -> isGiven(request, expected)
                ? Optional.empty()
                : Optional.of(Answer.error(
                                401, "the header Authorization must be 'Bearer TOKEN' with the token of serve.token")
                        .with("WWW-Authenticate", "Bearer")));
    }

    /**
     * Returns a guard that refuses what pages of other sites have a browser send, for a server without a token: it
     * would count in comparisons of versions.
     *
     * @param loopback whether the server is bound to this machine alone
     */
    static RequestGuard ofOrigin(boolean loopback) {
        return new RequestGuard(request -> {
            String origin = request.headers().get("Origin", "");
            String host = request.headers().get("Host", "");
            boolean isOwn = Origin.isSame(origin, host) && (!loopback || Origin.isLocal(host));
            return origin.isEmpty() || isOwn
                    ? Optional.empty()
                    : Optional.of(Answer.error(
                            403,
                            "pages of other sites are not answered: the header Origin is " + ShortList.shortened(origin)
                                    + ", and Host is " + ShortList.shortened(host) + "; set serve.token, and send it"));
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            Optional<Answer> answer = Routes.isOpen(request.uri()) ? Optional.empty() : refusal.apply(request);
            refusing = answer.isPresent();
            // a client that waits to be asked for the body may never send it
            answer.ifPresent(
                    why -> context.fireChannelRead(new Refused(request, why, HttpUtil.is100ContinueExpected(request))));
        }
        if (!refusing) {
            context.fireChannelRead(message);
            return;
        }
        refusing = !(message instanceof LastHttpContent);
        ReferenceCountUtil.release(message);
    }

    private static boolean isGiven(HttpRequest request, byte[] token) {
        String given = request.headers().get(Headers.AUTHORIZATION, "");
        return given.regionMatches(true, 0, BEARER, 0, BEARER.length())
                // takes the same time for every wrong token of a length
                && MessageDigest.isEqual(
                        given.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8), token);
    }
}
