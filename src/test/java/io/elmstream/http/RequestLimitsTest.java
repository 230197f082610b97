package io.elmstream.http;

import static io.elmstream.http.HttpCaller.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.elmstream.config.ConfigurationException;
import io.elmstream.config.ServeSettings;
import io.elmstream.serving.CacheSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server refuses, and how it stops. */
class RequestLimitsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String INFER = "/v2/models/sides/infer";
    private static final String INFER_SLOWLY = "/v2/models/sides/versions/1/infer";
    private static final String ROW = "{'inputs':[{'name':'features','shape':[1,2],'datatype':'FP32','data':[3,1]}]}";

    private final OpenInference protocol = new OpenInference();
    /** The common pool has too few threads on two cores for tasks that wait for each other. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void open() {
        gate.countDown();
        threads.shutdown();
    }

    @Test
    void shouldAskForTheTokenButNotForHealth() throws Exception {
        // Given
        ServeSettings settings = settings(Optional.of("s3cret"), 8, 8, 1_000);
        try (InferenceServer server = HttpCaller.start(settings, HttpCaller.sides())) {
            HttpCaller caller = new HttpCaller(server.port());

            // When
            HttpResponse<byte[]> without = caller.post(INFER, ROW);
            HttpResponse<byte[]> wrong = caller.post(INFER, ROW, "Authorization", "Bearer other");
            HttpResponse<byte[]> right = caller.post(INFER, ROW, "Authorization", "bearer s3cret");

            // Then
            assertThat(without.statusCode()).isEqualTo(401);
            assertThat(without.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
            protocol.check("inference_error_response", json(without));
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(right.statusCode()).isEqualTo(200);
            assertThat(caller.get("/v2/health/live").statusCode()).isEqualTo(200);
            assertThat(caller.get("/v2/health/ready").statusCode()).isEqualTo(200);
            assertThat(caller.get("/v2").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void shouldRefuseBodiesThatAreTooLargeOrEncoded() throws Exception {
        // Given
        try (InferenceServer server = HttpCaller.start(settings(Optional.empty(), 8, 8, 1_000), HttpCaller.sides())) {
            HttpCaller caller = new HttpCaller(server.port());

            // When
            HttpResponse<byte[]> large = caller.post(INFER, ROW + " ".repeat(1_000));
            HttpResponse<byte[]> encoded = caller.post(INFER, ROW, "Content-Encoding", "gzip");

            // Then
            assertThat(large.statusCode()).isEqualTo(413);
            assertThat(json(large).get("error").asText()).contains("more than 1000 bytes", "serve.max.request.bytes");
            assertThat(encoded.statusCode()).isEqualTo(415);
            protocol.check("inference_error_response", json(encoded));
            assertThat(caller.post(INFER, ROW).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseAnswersThatAreTooLarge() throws Exception {
        // Given
        String rows = "[" + "1,".repeat(299) + "1]";
        String request = "{'inputs':[{'name':'features','shape':[150,2],'datatype':'INT32','data':" + rows + "}]}";
        try (InferenceServer server = HttpCaller.start(settings(Optional.empty(), 8, 8, 1_000), HttpCaller.sides())) {
            // When
            HttpResponse<byte[]> answer = new HttpCaller(server.port()).post(INFER, request);

            // Then
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(json(answer).get("error").asText())
                    .contains("the probabilities of 150 rows with 2 classes", "serve.max.request.bytes");
        }
    }

    @Test
    void shouldRefuseAnswersWhoseTextsAreTooLarge() throws Exception {
        // Given
        String rows = "[" + "1,".repeat(199) + "1]";
        String request = "{'inputs':[{'name':'features','shape':[100,2],'datatype':'INT32','data':" + rows
                + "}],'outputs':[{'name':'probabilities','parameters':{'classification':2}}]}";
        try (InferenceServer server = HttpCaller.start(settings(Optional.empty(), 8, 8, 1_000), HttpCaller.sides())) {
            // When
            HttpResponse<byte[]> answer = new HttpCaller(server.port()).post(INFER, request);

            // Then
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(json(answer).get("error").asText()).contains("200 labels of up to", "serve.max.request.bytes");
        }
    }

    @Test
    void shouldRefusePagesOfOtherSites() throws Exception {
        // Given
        try (InferenceServer server = HttpCaller.start(settings(Optional.empty(), 8, 8, 1_000), HttpCaller.sides());
                RawCaller caller = new RawCaller(server.port())) {
            // When
            caller.send(RawCaller.post(INFER, RawCaller.ROW, "Origin: https://elsewhere.example\r\n"));
            String foreign = caller.answer().orElseThrow();
            caller.send(RawCaller.post(INFER, RawCaller.ROW, "Origin: http://localhost\r\n"));
            String own = caller.answer().orElseThrow();
            caller.send(RawCaller.post(INFER, RawCaller.ROW, "Origin: http://rebound.example\r\n")
                    .replace("Host: localhost", "Host: rebound.example"));
            String rebound = caller.answer().orElseThrow();

            // Then
            assertThat(foreign)
                    .startsWith("HTTP/1.1 403")
                    .contains("the header Origin is https://elsewhere.example, and Host is localhost");
            assertThat(own).startsWith("HTTP/1.1 200");
            assertThat(rebound).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void shouldAnswerLargeRequestsWhileOthersWaitForAVersion() throws Exception {
        // Given
        try (InferenceServer server = gated(settings(Optional.empty(), 32, 32, 1_000_000))) {
            HttpCaller caller = new HttpCaller(server.port());
            List<CompletableFuture<HttpResponse<byte[]>>> waiting =
                    Stream.generate(() -> inBackground(caller)).limit(10).toList();

            // When
            HttpResponse<byte[]> large = caller.post(INFER, ROW + " ".repeat(200_000));
            gate.countDown();

            // Then
            assertThat(large.statusCode()).isEqualTo(200);
            for (CompletableFuture<HttpResponse<byte[]>> each : waiting) {
                assertThat(each.get().statusCode()).isEqualTo(200);
            }
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void shouldGiveUpOnAVersionThatIsNotLoadedInTime() throws Exception {
        // Given
        ServeSettings settings = new ServeSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                Optional.empty(),
                1,
                256,
                8,
                8,
                1_000,
                CacheSettings.OFF,
                Duration.ofMillis(50));
        try (InferenceServer server = gated(settings)) {
            // When
            HttpResponse<byte[]> answer = new HttpCaller(server.port()).post(INFER_SLOWLY, ROW);

            // Then
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(json(answer).get("error").asText())
                    .isEqualTo("version 1 of model 'sides' could not be loaded in time");
            gate.countDown();
        }
    }

    @Test
    void shouldSayBeforeItStartsThatThePortIsTaken() {
        // Given
        try (InferenceServer first = HttpCaller.start(HttpCaller.SETTINGS, HttpCaller.sides())) {
            ServeSettings taken = HttpCaller.SETTINGS.withPort(first.port());

            // When / Then
            assertThatThrownBy(() -> InferenceServer.requireFree(taken))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("serve.port " + first.port());
            assertThatThrownBy(() -> HttpCaller.start(taken, HttpCaller.sides()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("serve.port " + first.port());
        }
        InferenceServer.requireFree(HttpCaller.SETTINGS);
    }

    @Test
    void shouldRefuseLargeBodiesInTheFormOfTensorFlowServing() throws Exception {
        // Given
        try (InferenceServer server =
                HttpCaller.start(settings(Optional.empty(), 8, 8, 4_000_000), HttpCaller.sides())) {
            String row = "[1,2]";
            String body = "{'instances':[" + row + ("," + row).repeat(200_000) + "]}";

            // When
            HttpResponse<byte[]> answer = new HttpCaller(server.port()).post("/v1/models/sides:predict", body);

            // Then
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(json(answer).get("error").asText()).contains(":predict takes at most 1048576");
        }
    }

    @Test
    void shouldRefuseMoreRequestsAtATimeThanAllowed() throws Exception {
        // Given
        try (InferenceServer server = gated(settings(Optional.empty(), 1, 2, 1_000))) {
            HttpCaller caller = new HttpCaller(server.port());
            CompletableFuture<HttpResponse<byte[]>> first = inBackground(caller);

            // When
            HttpResponse<byte[]> second = caller.post(INFER, ROW);

            // Then
            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
            protocol.check("inference_error_response", json(second));
            assertThat(caller.get("/v2/health/live").statusCode()).isEqualTo(200);

            // When
            gate.countDown();

            // Then
            assertThat(first.get().statusCode()).isEqualTo(200);
            assertThat(caller.post(INFER, ROW).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseMoreRequestsOfOneClientThanAllowed() throws Exception {
        // Given
        try (InferenceServer server = gated(settings(Optional.empty(), 8, 1, 1_000))) {
            HttpCaller caller = new HttpCaller(server.port());
            CompletableFuture<HttpResponse<byte[]>> first = inBackground(caller);

            // When
            HttpResponse<byte[]> second = caller.post(INFER, ROW);

            // Then
            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
            protocol.check("inference_error_response", json(second));
            gate.countDown();
            assertThat(first.get().statusCode()).isEqualTo(200);
            assertThat(caller.post(INFER, ROW).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldSayThatModelsAreNotLoadedYet() throws Exception {
        // Given
        try (InferenceServer server =
                InferenceServer.start(HttpCaller.SETTINGS, Optional::empty, () -> true, () -> false, "1.2.3")) {
            HttpCaller caller = new HttpCaller(server.port());

            // When
            HttpResponse<byte[]> answer = caller.post(INFER, ROW);
            HttpResponse<byte[]> ready = caller.get("/v2/health/ready");

            // Then
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(json(answer).get("error").asText()).isEqualTo("the models are not loaded yet");
            assertThat(ready.statusCode()).isEqualTo(503);
            protocol.check("server_ready", json(ready));
        }
    }

    @Test
    void shouldAnswerWhatCameBeforeItStops() throws Exception {
        // Given
        InferenceServer server = gated(HttpCaller.SETTINGS);
        HttpCaller caller = new HttpCaller(server.port());
        CompletableFuture<HttpResponse<byte[]>> inProgress = inBackground(caller);

        // When
        CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close, threads);
        await().atMost(PATIENCE).until(() -> caller.get("/v2/health/ready").statusCode() == 503);
        HttpResponse<byte[]> late = caller.post(INFER, ROW);
        gate.countDown();

        // Then
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.headers().firstValue("Connection")).hasValue("close");
        assertThat(inProgress.get().statusCode()).isEqualTo(200);
        closing.get();
        assertThatThrownBy(() -> caller.get("/v2")).isInstanceOf(IOException.class);
    }

    private CompletableFuture<HttpResponse<byte[]>> inBackground(HttpCaller caller) {
        CompletableFuture<HttpResponse<byte[]>> answer = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return caller.post(INFER_SLOWLY, ROW);
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                },
                threads);
        await().atMost(PATIENCE).until(() -> asked.get() > 0);
        return answer;
    }

    /** A server that answers no request for version 1 before the gate opens, because it cannot load it. */
    private InferenceServer gated(ServeSettings settings) {
        Executor loading = load -> threads.execute(() -> {
            asked.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            load.run();
        });
        return HttpCaller.start(settings, HttpCaller.sides(loading));
    }

    private static ServeSettings settings(Optional<String> token, int requests, int perClient, int bytes) {
        return new ServeSettings(
                "127.0.0.1",
                0,
                token,
                Optional.empty(),
                1,
                256,
                requests,
                perClient,
                bytes,
                CacheSettings.OFF,
                PATIENCE);
    }
}
