package io.elmstream.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves sites on one port. One thread does for all connections, however many there are and however slowly they send or
 * read; what takes a while is done on threads of its own.
 */
final class WebServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int BACKLOG = 1_024;
    private static final int MOST_CONNECTIONS = 2_048;

    /** The most bytes of answers that clients have not read yet. */
    private static final long MOST_BYTES = 32L << 20;

    private static final int WORKERS = 16;
    private static final int LONGEST_LINE = 8_192;
    private static final int LONGEST_HEADERS = 16_384;
    private static final int CHUNK = 8_192;

    /** A connection on which nothing is received or sent for so long is closed, unless it waits for an answer. */
    private static final int IDLE_SECONDS = 60;

    /** A client that does not take what is sent to it for so long is closed. */
    private static final int WRITE_SECONDS = 30;

    private static final int STOP_MILLIS = 2_000;

    private final List<Site> sites;
    private final OpenConnections connections = new OpenConnections(MOST_CONNECTIONS, MOST_BYTES);
    private final NioEventLoopGroup loop;
    private final ExecutorService workers;
    private final Channel channel;

    /**
     * Starts to serve.
     *
     * @throws IOException if the address cannot be bound
     */
    WebServer(InetSocketAddress address, List<Site> sites) throws IOException {
        this.sites = List.copyOf(sites);
        this.loop = EventLoops.named("serve-pages", 1);
        this.workers = new ThreadPoolExecutor(
                0,
                WORKERS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new DefaultThreadFactory("answer-pages", true));
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel opened) {
                        prepare(opened);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        this.channel = bound.channel();
        if (!bound.isSuccess()) {
            close();
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
    }

    private void prepare(SocketChannel opened) {
        if (!connections.add(opened)) {
            opened.close();
            return;
        }
        ChannelPipeline pipeline = opened.pipeline();
        pipeline.addLast(new IdleStateHandler(0, 0, IDLE_SECONDS));
        pipeline.addLast(new WriteTimeoutHandler(WRITE_SECONDS));
        pipeline.addLast(new HttpServerCodec(LONGEST_LINE, LONGEST_HEADERS, CHUNK));
        pipeline.addLast(new Pace());
        pipeline.addLast(new SmallBodies());
        pipeline.addLast(new FlowControlHandler());
        pipeline.addLast(new SiteHandler(this));
    }

    /** Returns the port that the server is bound to. */
    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    OpenConnections connections() {
        return connections;
    }

    Executor workers() {
        return workers;
    }

    /** Returns what is done about a request; never throws. */
    WebReply answer(WebRequest request) {
        try {
            return sites.stream()
                    .flatMap(site -> site.answer(request).stream())
                    .findFirst()
                    .orElseGet(this::notFound);
        } catch (RuntimeException e) {
            return failed(e);
        }
    }

    /** Returns the answer, whatever is thrown. */
    Answer attempt(Supplier<Answer> answer) {
        try {
            return answer.get();
        } catch (RuntimeException | OutOfMemoryError e) {
            return failed(e);
        }
    }

    private static Answer failed(Throwable e) {
        LOG.warn("cannot answer a request", e);
        return Answer.text(500, "cannot answer: " + e + "\n");
    }

    private Answer notFound() {
        List<String> paths =
                sites.stream().flatMap(site -> site.paths().stream()).toList();
        String last = paths.get(paths.size() - 1);
        String others = paths.stream().limit(paths.size() - 1L).collect(Collectors.joining(", "));
        return Answer.text(404, "not found; use " + others + " or " + last + "\n");
    }

    /** Stops at once. */
    @Override
    public void close() {
        workers.shutdownNow();
        try {
            // what they still answer needs the loop
            workers.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
