package io.elmstream.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections whose client does not complete a request in time. A single byte now and then gains nothing; a
 * large body gains the time that it takes at the lowest speed.
 */
final class Pace extends ChannelDuplexHandler {

    /** The time for a request, from the opening of its connection or the answer to the request before. */
    static final int SECONDS = 60;

    /** The lowest speed of a body, in bytes per second. */
    static final int SPEED = 10_000;

    private static final int CHECK_SECONDS = 10;

    private Future<?> checks = CompletableFuture.completedFuture(null);
    private int seconds;
    private long bytes;
    private int unanswered;

    @Override
    public void channelActive(ChannelHandlerContext context) {
        checks = context.executor()
                .scheduleAtFixedRate(() -> check(context), CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        checks.cancel(false);
        context.fireChannelInactive();
    }

    private void check(ChannelHandlerContext context) {
        // a request may be refused before it is complete
        if (unanswered > 0) {
            return;
        }
        seconds += CHECK_SECONDS;
        if (seconds > SECONDS + bytes / SPEED) {
            context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpContent content) {
            bytes += content.content().readableBytes();
            unanswered += message instanceof LastHttpContent ? 1 : 0;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof FullHttpResponse response
                && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            unanswered--;
            seconds = 0;
            bytes = 0;
        }
        context.write(message, promise);
    }
}
