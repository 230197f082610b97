package io.elmstream.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.app.HealthReport;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * {@code /health}, {@code /health/ready} and {@code /health/live} (one JSON object; 200 or 503) and {@code /metrics}
 * (Prometheus' text format).
 */
final class HealthSite implements Site {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** The maximum number of concurrent scrapes, which are slow; further ones are rejected. */
    private static final int SCRAPES = 2;

    private final Semaphore scrapes = new Semaphore(SCRAPES);
    private final Supplier<HealthReport> health;
    private final Supplier<String> metrics;

    /**
     * @param health does not block
     * @param metrics may take a while
     */
    HealthSite(Supplier<HealthReport> health, Supplier<String> metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    @Override
    public List<String> paths() {
        return List.of("/health", "/health/ready", "/health/live", "/metrics");
    }

    @Override
    public Optional<WebReply> answer(WebRequest request) {
        if (!paths().contains(request.path())) {
            return Optional.empty();
        }
        if (!request.isRead()) {
            return Optional.of(Answer.text(405, "only GET is supported\n").with("Allow", "GET, HEAD"));
        }
        return Optional.of(
                switch (request.path()) {
                    case "/metrics" -> metrics();
                    case "/health/live" -> health(HealthReport::isLive);
                    default -> health(HealthReport::isReady);
                });
    }

    private WebReply health(Predicate<HealthReport> well) {
        HealthReport report = health.get();
        try {
            byte[] body = (JSON.writeValueAsString(report) + "\n").getBytes(StandardCharsets.UTF_8);
            return new Answer(well.test(report) ? 200 : 503, Map.of(Headers.CONTENT_TYPE, Answer.JSON_TYPE), body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("health cannot be written as JSON", e);
        }
    }

    private WebReply metrics() {
        // a scrape that finds no thread does not begin, and must not count
        return new WebReply.Work(() -> {
            if (!scrapes.tryAcquire()) {
                return Answer.text(503, "%d scrapes are in progress, which is the limit\n".formatted(SCRAPES));
            }
            try {
                return new Answer(
                        200,
                        Map.of(Headers.CONTENT_TYPE, METRICS_TYPE),
                        metrics.get().getBytes(StandardCharsets.UTF_8));
            } finally {
                scrapes.release();
            }
        });
    }
}
