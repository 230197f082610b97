package io.elmstream.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpUtil;

/** Collects the bodies of requests up to a limit, and answers larger ones with status 413. */
final class BodyCollector extends HttpObjectAggregator {

    private final RequestMetrics metrics;

    BodyCollector(int maxBytes, RequestMetrics metrics) {
        super(maxBytes);
        this.metrics = metrics;
    }

    @Override
    protected Object newContinueResponse(HttpMessage start, int maxBytes, ChannelPipeline pipeline) {
        return HttpUtil.is100ContinueExpected(start) && HttpUtil.getContentLength(start, -1L) > maxBytes
                ? Responses.of(start, tooLarge(), true)
                : super.newContinueResponse(start, maxBytes, pipeline);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        // the client may still be sending and sees the answer only when it is done; the rest is discarded
        context.writeAndFlush(Responses.of(oversized, tooLarge(), true));
    }

    private Answer tooLarge() {
        metrics.answered(413, 0);
        return Answer.error(
                413,
                "the body has more than %d bytes; send fewer rows, or set serve.max.request.bytes"
                        .formatted(maxContentLength()));
    }
}
