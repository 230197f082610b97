package io.elmstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.app.HealthReport;
import io.elmstream.config.Configuration.HttpAddress;
import io.elmstream.config.ConfigurationException;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.InstanceReport.Readiness;
import io.elmstream.rollout.InstanceReport.Version;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;

class HealthServerTest {

    private static final HttpAddress ANY_PORT = new HttpAddress("127.0.0.1", 0);
    private static final HealthReport.Tasks TASKS =
            new HealthReport.Tasks(1, List.of(), List.of(), Map.of(), List.of(), 0);
    private static final HealthReport UP = HealthReport.of(
            State.RUNNING,
            State.RUNNING,
            Set.of(),
            TASKS,
            Map.of(
                    new ModelId("a"),
                    new InstanceReport.Model(
                            new ModelId("a"),
                            5,
                            OptionalInt.of(2),
                            List.of(
                                    new Version(1, Readiness.FAILED, Optional.of("unlucky"), 1, 0, 0, 0),
                                    new Version(3, Readiness.PREPARING, Optional.empty(), 0, 0, 0, 0)),
                            Optional.empty())));
    private static final HealthReport DOWN = HealthReport.of(State.ERROR, State.RUNNING, Set.of(), TASKS, Map.of());
    private static final HealthReport WAITING =
            HealthReport.of(State.RUNNING, State.RUNNING, Set.of("a champion of model a"), TASKS, Map.of());

    @Test
    void shouldServeHealthAsJson() throws Exception {
        // Given
        try (HealthServer server = serving(UP)) {

            // When
            HttpResponse<String> answer = get(server, "/health");

            // Then
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(answer.body()).isEqualToIgnoringWhitespace("""
                    {"status":"up","inference":"RUNNING","governor":"RUNNING","threads":1,"waitsFor":[],"problems":[],
                     "warnings":["version 1 of model a cannot serve here: unlucky"],
                     "partitions":{},"failures":[],"readingsLost":0,"ageMillis":0,
                     "models":{"a":{"version":2,"revision":5,"preparing":[3],"failed":{"1":"unlucky"},
                                     "comparison":null}}}""");
        }
    }

    @Test
    void shouldScrapeAgainAfterScrapesThatFoundNoThread() {
        // Given
        HealthSite site = new HealthSite(() -> UP, () -> "elmstream_up 1\n");
        WebRequest scrape = new WebRequest("GET", "/metrics", Map.of(), header -> Optional.empty(), new byte[0]);

        // When: their work is never begun
        for (int i = 0; i < 5; i++) {
            assertThat(site.answer(scrape)).isPresent();
        }
        WebReply reply = site.answer(scrape).orElseThrow();

        // Then
        assertThat(((WebReply.Work) reply).answer().get().status()).isEqualTo(200);
    }

    @Test
    void shouldAnswer503WhileInferenceWaits() throws Exception {
        // Given
        try (HealthServer server = serving(WAITING)) {

            // When
            HttpResponse<String> answer = get(server, "/health");

            // Then
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("\"waitsFor\":[\"a champion of model a\"]");
        }
    }

    @Test
    void shouldTellTheLivingFromTheReady() throws Exception {
        // Given
        try (HealthServer waiting = serving(WAITING);
                HealthServer down = serving(DOWN);
                HealthServer up = serving(UP)) {

            // When, then
            assertThat(get(waiting, "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(waiting, "/health/ready").statusCode()).isEqualTo(503);
            assertThat(get(down, "/health/live").statusCode()).isEqualTo(503);
            assertThat(get(down, "/health/ready").statusCode()).isEqualTo(503);
            assertThat(get(up, "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(up, "/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldAnswerWhileOthersSendHalfARequest() throws Exception {
        // Given
        List<Socket> halves = new ArrayList<>();
        try (HealthServer server = serving(UP)) {
            for (int i = 0; i < 50; i++) {
                Socket half = new Socket("127.0.0.1", server.port());
                half.getOutputStream().write("GET /health HTTP/1.1\r\nHost: x".getBytes(StandardCharsets.US_ASCII));
                halves.add(half);
            }

            // When, then
            assertThat(get(server, "/health").statusCode()).isEqualTo(200);
        } finally {
            for (Socket half : halves) {
                half.close();
            }
        }
    }

    @Test
    void shouldAnswerForHealthWhileScrapesHang() throws Exception {
        // Given
        CountDownLatch scraped = new CountDownLatch(2);
        CountDownLatch enough = new CountDownLatch(1);
        Supplier<String> slow = () -> {
            scraped.countDown();
            try {
                enough.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "";
        };
        try (HealthServer server = serving(() -> UP, slow)) {
            URI metrics = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
            HttpClient client = HttpClient.newHttpClient();
            for (int i = 0; i < 2; i++) {
                client.sendAsync(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString());
            }
            scraped.await();

            // When, then
            assertThat(get(server, "/metrics").statusCode()).isEqualTo(503);
            assertThat(get(server, "/health").statusCode()).isEqualTo(200);
            enough.countDown();
        }
    }

    @Test
    void shouldServeMetricsAsText() throws Exception {
        // Given
        try (HealthServer server = serving(UP)) {

            // When
            HttpResponse<String> answer = get(server, "/metrics");

            // Then
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body()).isEqualTo("up 1\n");
        }
    }

    @Test
    void shouldSayWhatIsThereAndWhatIsNot() throws Exception {
        // Given
        try (HealthServer server = serving(UP)) {

            // When, then
            assertThat(get(server, "/healthy").statusCode()).isEqualTo(404);
            assertThat(send(server, "/health", "POST").statusCode()).isEqualTo(405);
            assertThat(send(server, "/health", "HEAD").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldGoOnAfterAFailure() throws Exception {
        // Given
        AtomicBoolean broken = new AtomicBoolean(true);
        try (HealthServer server = serving(
                () -> {
                    if (broken.get()) {
                        throw new IllegalStateException("unlucky");
                    }
                    return UP;
                },
                () -> "")) {

            // When
            HttpResponse<String> first = get(server, "/health");
            broken.set(false);

            // Then
            assertThat(first.statusCode()).isEqualTo(500);
            assertThat(first.body()).contains("unlucky");
            assertThat(get(server, "/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldSayThatThePortIsTaken() {
        // Given
        AtomicBoolean closed = new AtomicBoolean();
        try (HealthServer first = serving(UP)) {
            HttpAddress taken = new HttpAddress("127.0.0.1", first.port());

            // When, then
            assertThatThrownBy(() -> HealthServer.start(taken, List.of(), () -> closed.set(true)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("http.port " + first.port())
                    .hasMessageContaining("Set another http.port");
            assertThat(closed).isTrue();
            assertThatThrownBy(() -> HealthServer.requireFree(taken))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("Set another http.port");
        }
    }

    private static HealthServer serving(HealthReport report) {
        return serving(() -> report, () -> "up 1\n");
    }

    private static HealthServer serving(Supplier<HealthReport> health, Supplier<String> metrics) {
        return HealthServer.start(ANY_PORT, List.of(new HealthSite(health, metrics)), () -> {});
    }

    private static HttpResponse<String> get(HealthServer server, String path) throws Exception {
        return send(server, path, "GET");
    }

    private static HttpResponse<String> send(HealthServer server, String path, String method) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
