package io.elmstream.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationException;
import io.elmstream.config.ConfigurationKeys;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /health}, {@code /health/ready} and {@code /health/live} (one JSON object; 200 or 503) and
 * {@code /metrics} (Prometheus' text format).
 *
 * <p>The JDK's server reads each request on a thread of the executor, so a client that sends half a request occupies
 * one. There are therefore many threads, a timeout for requests, and a limit on concurrent scrapes: none of them can
 * exhaust the threads that answer health requests.
 */
public final class HealthServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthServer.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLAIN = "text/plain; charset=utf-8";

    /** More than the expected number of incomplete requests at a time; an idle thread ends after a while. */
    private static final int THREADS = 128;

    /** The maximum number of concurrent scrapes, which are slow; further ones are rejected. */
    private static final int SCRAPES = 2;

    private static final Duration IDLE = Duration.ofSeconds(30);

    /**
     * System properties that the JDK's server reads when its first instance is created, unless they are set already:
     * the seconds allowed for receiving a request and for sending a response, and TCP_NODELAY, without which each
     * response on a kept-alive connection takes 40 ms longer.
     */
    private static final Map<String, String> SERVER_DEFAULTS = Map.of(
            "sun.net.httpserver.maxReqTime",
            "5",
            "sun.net.httpserver.maxRspTime",
            "30",
            "sun.net.httpserver.nodelay",
            "true");

    private final HttpServer server;
    private final ThreadPoolExecutor answering;
    private final Semaphore scrapes = new Semaphore(SCRAPES);
    private final Supplier<HealthReport> health;
    private final Supplier<String> metrics;
    private final Runnable onClose;

    private record Answer(int status, String type, String body) {}

    private HealthServer(HttpServer server, Supplier<HealthReport> health, Supplier<String> metrics, Runnable onClose) {
        this.server = server;
        this.health = health;
        this.metrics = metrics;
        this.onClose = onClose;
        this.answering = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "health-and-metrics");
                    thread.setDaemon(true);
                    return thread;
                });
        answering.allowCoreThreadTimeOut(true);
    }

    /**
     * Serves health and metrics of a running instance.
     *
     * @param more metrics besides those of the instance
     * @throws ConfigurationException if the address cannot be bound
     */
    public static HealthServer start(Configuration.HttpAddress address, Elmstream elmstream, List<MeterBinder> more) {
        Map<String, KafkaStreams> applications = new HashMap<>();
        applications.put("inference", elmstream.inference());
        applications.put("governor", elmstream.governor());
        elmstream.learner().ifPresent(learner -> applications.put("learner", learner));
        Metrics metrics =
                new Metrics(applications, elmstream::residency, elmstream::models, elmstream::readingsLost, more);
        return start(address, elmstream::health, metrics::scrape, metrics::close);
    }

    /**
     * Checks whether the address is free before the instance joins its group.
     *
     * @throws ConfigurationException if the address cannot be bound
     */
    public static void requireFree(Configuration.HttpAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address.host(), address.port()));
        } catch (IOException | RuntimeException e) {
            throw notFree(address, e);
        }
    }

    /** @param onClose runs when the server is closed or fails to start */
    static HealthServer start(
            Configuration.HttpAddress address,
            Supplier<HealthReport> health,
            Supplier<String> metrics,
            Runnable onClose) {
        SERVER_DEFAULTS.forEach((property, value) -> {
            if (System.getProperty(property) == null) {
                System.setProperty(property, value);
            }
        });
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(address.host(), address.port()), 0);
            HealthServer started = new HealthServer(server, health, metrics, onClose);
            server.createContext("/", started::answer);
            server.setExecutor(started.answering);
            server.start();
            return started;
        } catch (IOException | RuntimeException e) {
            onClose.run();
            throw notFree(address, e);
        }
    }

    private static ConfigurationException notFree(Configuration.HttpAddress address, Exception cause) {
        return new ConfigurationException(
                ConfigurationKeys.HTTP_PORT,
                ("Cannot serve health and metrics on http.host %s, http.port %d: %s. Set another http.port, or 0 for"
                                + " none.")
                        .formatted(address.host(), address.port(), cause.getMessage()));
    }

    /** {@return the port that the server is bound to} */
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer =
                    answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answer(String method, String path) {
        if (!Set.of("GET", "HEAD").contains(method)) {
            return new Answer(405, PLAIN, "only GET is supported\n");
        }
        try {
            return switch (path) {
                case "/health", "/health/ready" -> health(HealthReport::isReady);
                case "/health/live" -> health(HealthReport::isLive);
                case "/metrics" -> metrics();
                default -> new Answer(404, PLAIN, "not found; use /health, /health/ready, /health/live or /metrics\n");
            };
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot answer {}", path, e);
            return new Answer(500, PLAIN, "cannot answer: " + e + "\n");
        }
    }

    private Answer health(Predicate<HealthReport> well) throws IOException {
        HealthReport report = health.get();
        return new Answer(well.test(report) ? 200 : 503, "application/json", JSON.writeValueAsString(report) + "\n");
    }

    private Answer metrics() {
        if (!scrapes.tryAcquire()) {
            return new Answer(503, PLAIN, "%d scrapes are in progress, which is the limit\n".formatted(SCRAPES));
        }
        try {
            return new Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
        } finally {
            scrapes.release();
        }
    }

    /** Stops the server. */
    @Override
    public void close() {
        server.stop(0);
        answering.shutdownNow();
        onClose.run();
    }
}
