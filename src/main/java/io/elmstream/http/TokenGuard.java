package io.elmstream.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Refuses requests without the token before their body is received. */
final class TokenGuard extends ChannelInboundHandlerAdapter {

    private static final String BEARER = "Bearer ";

    private final byte[] token;
    private boolean refusing;

    TokenGuard(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            refusing = !isAllowed(request);
            if (refusing) {
                Answer answer = Answer.error(
                                401, "the header Authorization must be 'Bearer TOKEN' with the token of serve.token")
                        .with("WWW-Authenticate", "Bearer");
                // a client that waits to be asked for the body may never send it
                context.fireChannelRead(new Refused(request, answer, HttpUtil.is100ContinueExpected(request)));
            }
        }
        if (!refusing) {
            context.fireChannelRead(message);
            return;
        }
        refusing = !(message instanceof LastHttpContent);
        ReferenceCountUtil.release(message);
    }

    private boolean isAllowed(HttpRequest request) {
        if (Routes.isOpen(request.uri())) {
            return true;
        }
        String given = request.headers().get(Headers.AUTHORIZATION, "");
        return given.regionMatches(true, 0, BEARER, 0, BEARER.length())
                // takes the same time for every wrong token of a length
                && MessageDigest.isEqual(
                        given.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8), token);
    }
}
