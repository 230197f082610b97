package io.elmstream.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationException;
import io.elmstream.config.ConfigurationKeys;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /health}, {@code /health/ready} and {@code /health/live} (one JSON; 200 or 503) and {@code /metrics}
 * (Prometheus' text format).
 *
 * <p>The JDK's server reads each request on a thread of the executor, so a client that sends half a request holds one.
 * Hence many threads, an end to the patience with requests, and a bound on scrapes: none of them takes the threads that
 * answer for health.
 */
public final class HealthServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthServer.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLAIN = "text/plain; charset=utf-8";

    /** More than half-sent requests should ever hold at a time; an idle one ends after a while. */
    private static final int THREADS = 128;

    /** Scrapes at a time; they are slow, and one who scrapes more often than that is told so. */
    private static final int SCRAPES = 2;

    private static final Duration IDLE = Duration.ofSeconds(30);

    /**
     * What the JDK's server reads when its first instance is made, unless it is set already: seconds for a request to
     * come and for an answer to go, and no waiting for more to send, which costs a kept connection 40 ms for each
     * answer.
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
     * @throws ConfigurationException if the address cannot be listened on
     */
    public static HealthServer start(Configuration.HttpAddress address, Elmstream elmstream) {
        Metrics metrics = new Metrics(
                Map.of("inference", elmstream.inference(), "governor", elmstream.governor()),
                elmstream::residency,
                elmstream::models,
                elmstream::readingsLost);
        return start(address, elmstream::health, metrics::scrape, metrics::close);
    }

    /**
     * Looks whether the address is free, before an instance joins the others only to leave them again.
     *
     * @throws ConfigurationException if the address cannot be listened on
     */
    public static void requireFree(Configuration.HttpAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address.host(), address.port()));
        } catch (IOException | RuntimeException e) {
            throw notFree(address, e);
        }
    }

    /** @param onClose runs when the server is closed, or does not start */
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

    /** The port that is listened on. */
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
            return new Answer(405, PLAIN, "only GET is answered here\n");
        }
        try {
            return switch (path) {
                case "/health", "/health/ready" -> health(HealthReport::isReady);
                case "/health/live" -> health(HealthReport::isLive);
                case "/metrics" -> metrics();
                default -> new Answer(404, PLAIN, "here are /health, /health/ready, /health/live and /metrics\n");
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
            return new Answer(
                    503, PLAIN, "%d scrapes are being answered, which is the most at a time\n".formatted(SCRAPES));
        }
        try {
            return new Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
        } finally {
            scrapes.release();
        }
    }

    /** Stops serving. */
    @Override
    public void close() {
        server.stop(0);
        answering.shutdownNow();
        onClose.run();
    }
}
