package io.elmstream.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects the bodies of requests. One that is larger than allowed is refused with status 413, and one for which the
 * bodies of all connections leave no memory with 503. The memory of a body that was collected is given back by the
 * {@link RequestHandler}.
 */
final class BodyCollector extends HttpObjectAggregator {

    private final Admission admission;
    private Optional<HttpRequest> start = Optional.empty();
    private boolean discarding;
    private int held;

    BodyCollector(int maxBytes, Admission admission) {
        super(maxBytes);
        this.admission = admission;
    }

    /** The aggregator would pass on the rest of a body that it has released. */
    @Override
    public boolean acceptInboundMessage(Object message) throws Exception {
        return (discarding && message instanceof HttpContent && !(message instanceof HttpRequest))
                || super.acceptInboundMessage(message);
    }

    @Override
    protected void decode(ChannelHandlerContext context, HttpObject message, List<Object> out) throws Exception {
        if (message instanceof HttpRequest request) {
            start = Optional.of(request);
            discarding = false;
        }
        int size = message instanceof HttpContent content ? content.content().readableBytes() : 0;
        if (!discarding && !admission.takeBytes(size)) {
            refuse(
                    context,
                    RequestException.unavailable(
                            "the requests in progress leave no memory for the body; try again later"));
            // releases what was collected of it, as Netty does with a body that is too large
            super.handlerRemoved(context);
        }
        if (discarding) {
            return;
        }
        held += size;
        int before = out.size();
        super.decode(context, message, out);
        if (out.size() > before) {
            held = 0;
        }
    }

    @Override
    protected @Nullable Object newContinueResponse(HttpMessage request, int maxBytes, ChannelPipeline pipeline) {
        return HttpUtil.is100ContinueExpected(request) && HttpUtil.getContentLength(request, -1L) <= maxBytes
                ? super.newContinueResponse(request, maxBytes, pipeline)
                : null;
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        refuse(
                context,
                RequestException.tooLarge(
                        "the body has more than %d bytes; send fewer rows, or set serve.max.request.bytes",
                        maxContentLength()));
    }

    /** The client may still be sending, and sees the answer only when it is done: the rest is discarded. */
    private void refuse(ChannelHandlerContext context, RequestException why) {
        discarding = true;
        giveBack();
        start.ifPresent(request -> context.fireChannelRead(new Refused(request, Answer.of(why), true)));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        discarding = true;
        giveBack();
        super.channelInactive(context);
    }

    private void giveBack() {
        admission.returnBytes(held);
        held = 0;
    }
}
