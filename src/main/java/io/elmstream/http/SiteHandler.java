package io.elmstream.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the requests of one connection answered, one after the other: the next one is read when the answer to the one
 * before is sent.
 */
final class SiteHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(SiteHandler.class);

    private final WebServer server;
    private Optional<EventStream> events = Optional.empty();
    private boolean busy;

    SiteHandler(WebServer server) {
        this.server = server;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.read();
    }

    /** Reads on while a request is incomplete. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!busy) {
            context.read();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (busy) {
            // a request behind one for events is never answered
            context.close();
            return;
        }
        busy = true;
        server.connections().answering(context.channel());
        FullHttpRequest head = request.replace(Unpooled.EMPTY_BUFFER);
        Optional<Answer> invalid = invalid(request);
        if (invalid.isPresent()) {
            finish(context, head, invalid.get(), true);
            return;
        }
        WebReply reply = server.answer(received(request));
        if (reply instanceof Answer answer) {
            finish(context, head, answer, false);
        } else if (reply instanceof WebReply.Work work) {
            work(context, head, work);
        } else if (reply instanceof WebReply.Events wanted) {
            follow(context, head, wanted);
        }
    }

    private static Optional<Answer> invalid(FullHttpRequest request) {
        if (request.decoderResult().isSuccess()) {
            return Optional.empty();
        }
        Throwable cause = request.decoderResult().cause();
        int status = cause instanceof TooLongHttpLineException
                ? 414
                : cause instanceof TooLongHttpHeaderException ? 431 : 400;
        return Optional.of(Answer.text(status, "the request is not valid HTTP: " + cause.getMessage() + "\n"));
    }

    private static WebRequest received(FullHttpRequest request) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        Map<String, String> query = new HashMap<>();
        try {
            uri.parameters().forEach((name, values) -> query.put(name, values.get(0)));
        } catch (IllegalArgumentException e) {
            LOG.debug("a query cannot be decoded: {}", e.getMessage());
        }
        return new WebRequest(
                request.method().name(),
                uri.rawPath(),
                query,
                name -> Optional.ofNullable(request.headers().get(name)),
                ByteBufUtil.getBytes(request.content()));
    }

    private void work(ChannelHandlerContext context, FullHttpRequest request, WebReply.Work work) {
        try {
            server.workers().execute(() -> {
                Answer answer = server.attempt(work.answer());
                context.executor().execute(() -> finish(context, request, answer, false));
            });
        } catch (RejectedExecutionException e) {
            refuse(context, request);
        }
    }

    private void follow(ChannelHandlerContext context, FullHttpRequest request, WebReply.Events wanted) {
        EventStream stream = new EventStream(context.channel(), wanted);
        try {
            server.workers().execute(stream::open);
        } catch (RejectedExecutionException e) {
            refuse(context, request);
            return;
        }
        events = Optional.of(stream);
        // to notice that the client leaves
        context.read();
    }

    private void refuse(ChannelHandlerContext context, FullHttpRequest request) {
        finish(
                context,
                request,
                Answer.text(503, "too many requests are in progress; try again later\n")
                        .with(Headers.RETRY_AFTER, "1"),
                false);
    }

    private void finish(ChannelHandlerContext context, FullHttpRequest request, Answer answer, boolean isLast) {
        boolean closing = isLast || !HttpUtil.isKeepAlive(request);
        server.connections().sending(context.channel(), answer.body().length);
        ChannelFuture written = context.writeAndFlush(Responses.of(request, answer, closing));
        if (closing) {
            written.addListener(ChannelFutureListener.CLOSE);
            return;
        }
        written.addListener(done -> {
            if (busy && done.isSuccess()) {
                busy = false;
                server.connections().answered(context.channel());
                context.read();
            }
        });
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent || (event instanceof IdleStateEvent && !busy)) {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        server.connections().remove(context.channel());
        busy = false;
        events.ifPresent(EventStream::closed);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("closing a connection: {}", cause.toString());
        context.close();
    }
}
