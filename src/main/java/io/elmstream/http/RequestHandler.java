package io.elmstream.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the requests of one connection answered, one after the other. The next one has to wait while the client does not
 * read its answers. A request keeps its place until its answer is sent, or its connection is closed.
 */
final class RequestHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    private static final byte[] NO_BODY = {};

    /** An answer with more bytes counts, with the bodies of requests, until the client has read it. */
    private static final int SMALL = 16 * 1024;

    /** Nothing more is read from a connection on which so many requests wait for the answer to an earlier one. */
    private static final int PIPELINED = 16;

    /** How long a client whose request was refused may go on sending before it has to see the answer. */
    private static final int LINGER_SECONDS = 30;

    private final Answering server;
    private final Dispatch dispatch;
    private final Queue<Received> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean proceeding;
    /** Whether the client sends nothing more, but may still read. */
    private boolean ended;
    /** Whether further requests are ignored. */
    private boolean closing;

    /**
     * A request.
     *
     * @param refusal the answer, if it was refused before its body was received
     * @param isLast whether no request behind it is answered
     * @param nanos when it was received
     */
    private record Received(HttpRequest message, byte[] body, Optional<Answer> refusal, boolean isLast, long nanos) {

        Request request() {
            String path = new QueryStringDecoder(message.uri()).rawPath();
            return new Request(
                    message.method().name(),
                    // proxies may send the whole URL
                    path.startsWith("http://") ? path.replaceFirst("http://[^/]*", "") : path,
                    name -> Optional.ofNullable(message.headers().get(name)),
                    body);
        }
    }

    RequestHandler(Answering server, Dispatch dispatch) {
        this.server = server;
        this.dispatch = dispatch;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof Refused refused) {
                boolean last = refused.isLast() || isLast(refused.request());
                take(context, refused.request(), NO_BODY, Optional.of(refused.answer()), last);
            } else if (message instanceof FullHttpRequest request) {
                byte[] body = ByteBufUtil.getBytes(request.content());
                take(context, request, body, Optional.empty(), isLast(request));
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** Nothing can be read behind a request that is not valid HTTP. */
    private static boolean isLast(HttpRequest request) {
        return request.decoderResult().isFailure() || !HttpUtil.isKeepAlive(request);
    }

    private void take(
            ChannelHandlerContext context, HttpRequest message, byte[] body, Optional<Answer> refusal, boolean last) {
        if (closing) {
            server.admission().returnBytes(body.length);
            return;
        }
        server.admission().received();
        waiting.add(new Received(message, body, refusal, last, System.nanoTime()));
        closing = last;
        proceed(context);
    }

    private void proceed(ChannelHandlerContext context) {
        if (proceeding) {
            return;
        }
        proceeding = true;
        while (!busy && !waiting.isEmpty() && context.channel().isWritable()) {
            begin(context, waiting.remove());
        }
        proceeding = false;
        context.channel()
                .config()
                .setAutoRead(waiting.size() < PIPELINED && context.channel().isWritable());
        if (ended && !busy && waiting.isEmpty()) {
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void begin(ChannelHandlerContext context, Received received) {
        busy = true;
        Request request = received.request();
        if (received.refusal().isPresent()) {
            finish(context, received, received.refusal().get(), Optional.empty());
        } else if (Routes.isOpen(request.path())) {
            finish(context, received, (Answer) server.routes().answer(request), Optional.empty());
        } else {
            InetAddress client = ((InetSocketAddress) context.channel().remoteAddress()).getAddress();
            Optional<RequestException> refusal = refusal(received.message(), client);
            if (refusal.isPresent()) {
                finish(context, received, Answer.of(refusal.get()), Optional.empty());
            } else {
                dispatch.answer(
                        context.executor(), request, answer -> finish(context, received, answer, Optional.of(client)));
            }
        }
    }

    private Optional<RequestException> refusal(HttpRequest received, InetAddress client) {
        if (received.decoderResult().isFailure()) {
            return Optional.of(RequestException.bad(
                    "the request is not valid HTTP: %s",
                    received.decoderResult().cause().getMessage()));
        }
        String encoding = received.headers().get("Content-Encoding", "identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            return Optional.of(
                    RequestException.of(415, "Content-Encoding %s is not supported; send the body as it is", encoding));
        }
        if (server.isDraining()) {
            return Optional.of(RequestException.unavailable("the server is stopping"));
        }
        return server.admission().enter(client);
    }

    /** @param entered the client that has a place for this request, if it got one */
    private void finish(
            ChannelHandlerContext context, Received received, Answer answer, Optional<InetAddress> entered) {
        boolean last = received.isLast() || (server.isDraining() && waiting.isEmpty());
        int size = answer.body().length;
        // the body of the request is needed no more, and gives its share back with the answer
        int counted = size > SMALL ? Math.max(0, size - received.body().length) : 0;
        boolean fits = server.admission().takeBytes(counted);
        Answer sent = fits ? answer : Answer.of(server.admission().refusal(size));
        server.metrics().answered(sent.status(), System.nanoTime() - received.nanos());
        ChannelFuture written = context.writeAndFlush(Responses.of(received.message(), sent, last));
        // the body must not be kept until the client has read the answer
        int asked = received.body().length;
        written.addListener(done -> {
            server.admission().returnBytes(fits ? counted : 0);
            entered.ifPresent(server.admission()::leave);
            forget(asked);
            if (!done.isSuccess()) {
                context.close();
            }
        });
        busy = false;
        if (last) {
            closing = true;
            close(context, written, received.refusal().isPresent());
        }
        proceed(context);
    }

    /** Closes the connection; later if the client may still be sending, because it would not see the answer. */
    private static void close(ChannelHandlerContext context, ChannelFuture written, boolean mayBeSending) {
        if (mayBeSending && context.channel() instanceof DuplexChannel channel) {
            written.addListener(done -> channel.shutdownOutput());
            context.executor().schedule(() -> context.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        } else {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void forget(int asked) {
        server.admission().returnBytes(asked);
        server.admission().answered();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        proceed(context);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ended = true;
            proceed(context);
        } else if (event instanceof IdleStateEvent && !busy) {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        waiting.forEach(received -> forget(received.body().length));
        waiting.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException || cause instanceof CodecException) {
            // clients that reset the connection, close it within a request, or do not speak TLS
            LOG.debug("closing a connection: {}", cause.toString());
        } else {
            LOG.warn("closing a connection: {}", cause.toString());
        }
        context.close();
    }
}
