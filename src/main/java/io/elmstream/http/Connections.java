package io.elmstream.http;

import io.elmstream.config.ServeSettings;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Prepares the connections of a server. */
final class Connections extends ChannelInitializer<SocketChannel> {

    /** Further connections are closed at once. */
    private static final int MOST = 4_096;

    /** A connection on which nothing is received or sent for so long is closed, unless it waits for an answer. */
    private static final int IDLE_SECONDS = 60;

    private final ServeSettings settings;
    private final Answering answering;
    private final Optional<SslContext> tls;
    private final Map<EventLoop, LoopBatches> batches = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();

    Connections(ServeSettings settings, Answering answering, Optional<SslContext> tls) {
        this.settings = settings;
        this.answering = answering;
        this.tls = tls;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        if (open.incrementAndGet() > MOST) {
            channel.close();
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        tls.ifPresent(context -> pipeline.addLast(context.newHandler(channel.alloc())));
        pipeline.addLast(new IdleStateHandler(true, 0, 0, IDLE_SECONDS, TimeUnit.SECONDS));
        pipeline.addLast(new HttpServerCodec());
        pipeline.addLast(new Pace());
        pipeline.addLast(settings.token()
                .map(RequestGuard::ofToken)
                .orElseGet(() -> RequestGuard.ofOrigin(settings.isLoopback())));
        pipeline.addLast(new BodyCollector(settings.maxRequestBytes(), answering.admission()));
        LoopBatches loopBatches =
                batches.computeIfAbsent(channel.eventLoop(), loop -> new LoopBatches(answering.batches()));
        pipeline.addLast(new RequestHandler(answering, new Dispatch(answering, loopBatches)));
    }
}
