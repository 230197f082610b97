package io.elmstream.http;

import io.elmstream.serving.RequestBatches;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of one connection, one after the other. Small requests are read, scored and answered on the
 * event loop; large ones, and those that wait for a version, on a worker thread, so that they delay no others.
 */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    /** A body with more bytes is large. */
    private static final int LARGE = 128 * 1024;

    /** Nothing more is read from a connection on which so many requests wait for the answer to an earlier one. */
    private static final int PIPELINED = 16;

    private final Answering server;
    private final LoopBatches batches;
    private final Queue<Received> pipelined = new ArrayDeque<>();
    private boolean busy;

    /**
     * A request with its body, which the message loses after it was read.
     *
     * @param nanos when it was received
     */
    private record Received(FullHttpRequest message, byte[] body, long nanos) {

        Request request() {
            return new Request(
                    message.method().name(),
                    new QueryStringDecoder(message.uri()).rawPath(),
                    name -> Optional.ofNullable(message.headers().get(name)),
                    body);
        }
    }

    /** @param batches of the event loop of this connection */
    RequestHandler(Answering server, LoopBatches batches) {
        this.server = server;
        this.batches = batches;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
        Received received = new Received(message, ByteBufUtil.getBytes(message.content()), System.nanoTime());
        server.admission().received();
        if (busy) {
            pipelined.add(received);
            context.channel().config().setAutoRead(pipelined.size() < PIPELINED);
        } else {
            begin(context, received);
        }
    }

    private void begin(ChannelHandlerContext context, Received received) {
        busy = true;
        InetAddress client = ((InetSocketAddress) context.channel().remoteAddress()).getAddress();
        Request request = received.request();
        if (Routes.isOpen(request.path())) {
            finish(context, received, (Answer) server.routes().answer(request));
            return;
        }
        Optional<RequestException> refusal = refusal(received.message(), client);
        if (refusal.isPresent()) {
            finish(context, received, Answer.of(refusal.get()));
            return;
        }
        Answered answered = answer -> {
            server.admission().leave(client);
            finish(context, received, answer);
        };
        if (request.body().length > LARGE) {
            onWorker(context, answered, () -> server.routes().answer(request));
        } else {
            follow(context, server.routes().answer(request), answered);
        }
    }

    /** Takes the answer, on the event loop. */
    @FunctionalInterface
    private interface Answered {
        void with(Answer answer);
    }

    private Optional<RequestException> refusal(FullHttpRequest received, InetAddress client) {
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

    private void follow(ChannelHandlerContext context, Reply reply, Answered answered) {
        if (reply instanceof Answer answer) {
            answered.with(answer);
        } else if (reply instanceof Reply.Pending pending) {
            batches.add(
                    context.executor(),
                    pending.request(),
                    () -> answered.with(pending.answer().get()));
        } else if (reply instanceof Reply.Later later) {
            onWorker(context, answered, later.work());
        }
    }

    /** Does everything that is left on a worker thread, except writing the answer. */
    private void onWorker(ChannelHandlerContext context, Answered answered, Supplier<Reply> work) {
        server.workers().execute(() -> {
            Answer answer;
            try {
                answer = completed(work.get());
            } catch (RuntimeException | OutOfMemoryError e) {
                LOG.error("a request could not be answered", e);
                answer = Answer.error(500, "the server failed; its log has the cause");
            }
            Answer last = answer;
            context.executor().execute(() -> answered.with(last));
        });
    }

    private Answer completed(Reply reply) {
        if (reply instanceof Answer answer) {
            return answer;
        }
        if (reply instanceof Reply.Pending pending) {
            RequestBatches alone = server.batches();
            alone.add(pending.request(), () -> {});
            alone.drain();
            return pending.answer().get();
        }
        return completed(((Reply.Later) reply).work().get());
    }

    private void finish(ChannelHandlerContext context, Received received, Answer answer) {
        Responses.write(context, received.message(), answer, server.isDraining());
        server.metrics().answered(answer.status(), System.nanoTime() - received.nanos());
        server.admission().answered();
        busy = false;
        Received next = pipelined.poll();
        if (next != null) {
            context.channel().config().setAutoRead(true);
            begin(context, next);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof ReadTimeoutException)) {
            LOG.warn("closing a connection: {}", cause.toString());
        }
        context.close();
    }
}
