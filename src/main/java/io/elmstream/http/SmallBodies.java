package io.elmstream.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;

/** Collects the bodies of requests, which are small; a large one is refused with status 413. */
final class SmallBodies extends HttpObjectAggregator {

    static final int MOST_BYTES = 16_384;

    SmallBodies() {
        super(MOST_BYTES);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        Answer answer = Answer.text(413, "the body has more than " + MOST_BYTES + " bytes\n");
        context.writeAndFlush(
                        Responses.of(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/"), answer, true))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
