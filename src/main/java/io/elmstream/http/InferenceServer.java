package io.elmstream.http;

import io.elmstream.config.ConfigurationException;
import io.elmstream.config.ServeSettings;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.serving.ModelIndex;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Answers single requests for inference on a port of its own, on the models of this instance. */
public final class InferenceServer implements AutoCloseable {

    private static final int WORKERS = 2;
    private static final int BACKLOG = 1_024;
    private static final Duration DRAINING = Duration.ofSeconds(10);

    private final NioEventLoopGroup loops;
    private final ExecutorService workers;
    private final Admission admission;
    private final RequestMetrics metrics = new RequestMetrics();
    private final Channel channel;
    private volatile boolean draining;

    private InferenceServer(
            ServeSettings settings,
            Supplier<Optional<ModelIndex>> models,
            BooleanSupplier isLive,
            BooleanSupplier isReady,
            String version,
            ForwardPass forwardPass) {
        Optional<SslContext> tls = settings.tls().map(TlsContext::of);
        this.loops = EventLoops.named("answer-requests", settings.threads());
        this.workers = Executors.newFixedThreadPool(WORKERS, new DefaultThreadFactory("answer-large-requests", true));
        this.admission = new Admission(settings, bodyBytes(settings));
        Routes routes =
                new Routes(new Inference(models, settings), isLive, () -> !draining && isReady.getAsBoolean(), version);
        Answering answering = new Answering(
                routes,
                admission,
                metrics,
                forwardPass,
                settings.batchSize(),
                settings.cache(),
                workers,
                () -> draining);
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new Connections(settings, answering, tls))
                .bind(new InetSocketAddress(settings.host(), settings.port()))
                .awaitUninterruptibly();
        this.channel = bound.channel();
        if (!bound.isSuccess()) {
            stop();
            throw settings.notFree(bound.cause());
        }
    }

    /**
     * Starts to answer.
     *
     * @param models the models of this instance; empty while they are not loaded yet
     * @param isLive whether this instance works
     * @param isReady whether this instance is ready for requests
     * @param version of the product
     * @throws ConfigurationException if the address cannot be bound, or the keystore cannot be used
     */
    public static InferenceServer start(
            ServeSettings settings,
            Supplier<Optional<ModelIndex>> models,
            BooleanSupplier isLive,
            BooleanSupplier isReady,
            String version) {
        return start(settings, models, isLive, isReady, version, ForwardPass.fastest());
    }

    /** Starts to answer with another form of the forward pass, for comparison. */
    public static InferenceServer start(
            ServeSettings settings,
            Supplier<Optional<ModelIndex>> models,
            BooleanSupplier isLive,
            BooleanSupplier isReady,
            String version,
            ForwardPass forwardPass) {
        return new InferenceServer(settings, models, isLive, isReady, version, forwardPass);
    }

    /**
     * Checks that a server can start: for a check before an instance joins others.
     *
     * @throws ConfigurationException if the address cannot be bound, or the keystore cannot be used
     */
    public static void requireFree(ServeSettings settings) {
        settings.tls().ifPresent(TlsContext::of);
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(settings.host(), settings.port()));
        } catch (IOException | RuntimeException e) {
            throw settings.notFree(e);
        }
    }

    /** Returns the memory for bodies: a quarter of the heap, and enough for one. */
    private static long bodyBytes(ServeSettings settings) {
        return Math.max(settings.maxRequestBytes(), Runtime.getRuntime().maxMemory() / 4);
    }

    /** {@return the port that the server is bound to} */
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** {@return the metrics of requests} */
    public MeterBinder metrics() {
        return metrics;
    }

    /** Returns whether no request is in progress, and no part of one held in memory. */
    boolean isIdle() {
        return admission.isIdle();
    }

    /** {@return the number of rows scored so far} */
    public long rows() {
        return metrics.rows();
    }

    /** {@return the number of micro-batches scored so far} */
    public long batches() {
        return metrics.batches();
    }

    /** Stops: requests that came are answered, further ones are rejected. */
    @Override
    public void close() {
        draining = true;
        try {
            admission.awaitAnswers(DRAINING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stop();
    }

    private void stop() {
        workers.shutdownNow();
        // also closes all connections, after what was written to them is sent
        loops.shutdownGracefully(0, DRAINING.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
