package io.elmstream.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /health} (JSON; 200 or 503) and {@code /metrics} (Prometheus' text format). */
public final class HealthServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthServer.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLAIN = "text/plain; charset=utf-8";

    /** Two, so that a slow scrape does not hold up the answer of health. */
    private static final int THREADS = 2;

    private final HttpServer server;
    private final ExecutorService answering = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "health-and-metrics");
        thread.setDaemon(true);
        return thread;
    });
    private final Supplier<HealthReport> health;
    private final Supplier<String> metrics;
    private final Runnable onClose;

    private record Answer(int status, String type, String body) {}

    private HealthServer(HttpServer server, Supplier<HealthReport> health, Supplier<String> metrics, Runnable onClose) {
        this.server = server;
        this.health = health;
        this.metrics = metrics;
        this.onClose = onClose;
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
                elmstream::models);
        return start(address, () -> HealthReport.of(elmstream), metrics::scrape, metrics::close);
    }

    /** @param onClose runs when the server is closed, or does not start */
    static HealthServer start(
            Configuration.HttpAddress address, Supplier<HealthReport> health, Supplier<String> metrics, Runnable onClose) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(address.host(), address.port()), 0);
            HealthServer started = new HealthServer(server, health, metrics, onClose);
            server.createContext("/", started::answer);
            server.setExecutor(started.answering);
            server.start();
            return started;
        } catch (IOException | RuntimeException e) {
            onClose.run();
            throw new ConfigurationException(
                    ConfigurationKeys.HTTP_PORT,
                    "Cannot serve health and metrics on http.host %s, http.port %d: %s. Set another http.port, or 0 for none."
                            .formatted(address.host(), address.port(), e.getMessage()));
        }
    }

    /** The port that is listened on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
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
                case "/health" -> {
                    HealthReport report = health.get();
                    yield new Answer(report.httpStatus(), "application/json", JSON.writeValueAsString(report) + "\n");
                }
                case "/metrics" -> new Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
                default -> new Answer(404, PLAIN, "here are /health and /metrics\n");
            };
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot answer {}", path, e);
            return new Answer(500, PLAIN, "cannot answer: " + e + "\n");
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
