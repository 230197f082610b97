package io.elmstream.http;

import static io.elmstream.http.RawCaller.ROW;
import static io.elmstream.http.RawCaller.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.elmstream.config.ServeSettings;
import io.elmstream.serving.CacheSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients do that are broken, slow or malicious: each gets its answers in order, and nothing stays behind. */
class HostileClientTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String INFER = "/v2/models/sides/infer";

    /** Large enough to be answered by a worker thread. */
    private static final String LARGE = post(INFER, ROW + " ".repeat(200_000));

    private final ServeSettings settings = new ServeSettings(
            "127.0.0.1",
            0,
            Optional.of("s3cret"),
            Optional.empty(),
            1,
            256,
            64,
            32,
            1_000_000,
            CacheSettings.OFF,
            PATIENCE);
    private final InferenceServer server = HttpCaller.start(HttpCaller.SETTINGS, HttpCaller.sides());

    @AfterEach
    void shouldLeaveNothingBehind() {
        await().atMost(PATIENCE).until(server::isIdle);
        server.close();
    }

    @Test
    void shouldAnswerRequestsThatComeByteByByte() throws Exception {
        try (RawCaller caller = new RawCaller(server.port())) {
            // When
            for (char each : post(INFER, ROW).toCharArray()) {
                caller.send(String.valueOf(each));
            }

            // Then
            assertThat(caller.answer().orElseThrow()).startsWith("HTTP/1.1 200").contains("left");
        }
    }

    @Test
    void shouldAnswerPipelinedRequestsInOrder() throws Exception {
        try (RawCaller caller = new RawCaller(server.port())) {
            // When
            caller.send(LARGE + (get("/v2/health/live") + get("/v2/models/none")).repeat(2_000));

            // Then
            assertThat(caller.answer().orElseThrow()).startsWith("HTTP/1.1 200").contains("left");
            for (int i = 0; i < 2_000; i++) {
                assertThat(caller.answer().orElseThrow()).contains("{\"live\":true}");
                assertThat(caller.answer().orElseThrow()).startsWith("HTTP/1.1 404");
            }
        }
    }

    @Test
    void shouldRefuseInTheOrderOfRequests() throws Exception {
        // Given
        try (InferenceServer guarded = HttpCaller.start(settings, HttpCaller.sides());
                RawCaller caller = new RawCaller(guarded.port())) {
            String token = "Authorization: Bearer s3cret\r\n";

            // When
            caller.send(post(INFER, ROW + " ".repeat(200_000), token)
                    + post(INFER, ROW)
                    + post(INFER, ROW, token)
                    + post(INFER, "", token).replace("Length: 0", "Length: 9999999"));

            // Then
            assertThat(caller.answer().orElseThrow()).startsWith("HTTP/1.1 200");
            assertThat(caller.answer().orElseThrow()).startsWith("HTTP/1.1 401").contains("{\"error\":");
            assertThat(caller.answer().orElseThrow()).startsWith("HTTP/1.1 200");
            assertThat(caller.answer().orElseThrow())
                    .startsWith("HTTP/1.1 413")
                    .containsIgnoringCase("connection: close");
            assertThat(caller.answer()).isEmpty();
        }
    }

    @Test
    void shouldAnswerAClientThatOnlyReadsAnyMore() throws Exception {
        try (RawCaller caller = new RawCaller(server.port())) {
            // When
            String half = post(INFER, ROW).replace("\"data\":[3,1]}]}", "");
            caller.send(LARGE + post(INFER, ROW) + half);
            caller.socket.shutdownOutput();

            // Then
            assertThat(caller.answer().orElseThrow()).startsWith("HTTP/1.1 200");
            assertThat(caller.answer().orElseThrow()).startsWith("HTTP/1.1 200");
            assertThat(caller.answer()).isEmpty();
        }
    }

    @Test
    void shouldNotAnswerBehindTheLastRequestOfAConnection() throws Exception {
        try (RawCaller caller = new RawCaller(server.port())) {
            // When
            caller.send(post(INFER, ROW, "Connection: close\r\n") + post(INFER, ROW));

            // Then
            assertThat(caller.answer().orElseThrow()).startsWith("HTTP/1.1 200");
            assertThat(caller.answer()).isEmpty();
        }
        assertThat(server.rows()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\n\r\n",
                "GET /v2 HTTP/1.1\r\nX y: z\r\n\r\n",
                "POST /v2 HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
                "POST /v2 HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /v2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void shouldCloseBehindWhatIsNotHttp(String request) throws Exception {
        try (RawCaller caller = new RawCaller(server.port())) {
            // When
            caller.send(request);

            // Then
            assertThat(caller.answer().orElseThrow())
                    .startsWith("HTTP/1.1 400")
                    .containsIgnoringCase("connection: close")
                    .contains("{\"error\":\"the request is not valid HTTP");
            assertThat(caller.answer()).isEmpty();
        }
    }

    @Test
    void shouldKeepConnectionsOfHttpOneZeroThatAskForIt() throws Exception {
        try (RawCaller caller = new RawCaller(server.port())) {
            // When
            caller.send("GET /v2 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /v2 HTTP/1.0\r\n\r\n");

            // Then
            assertThat(caller.answer().orElseThrow()).containsIgnoringCase("connection: keep-alive");
            assertThat(caller.answer().orElseThrow()).containsIgnoringCase("connection: close");
            assertThat(caller.answer()).isEmpty();
        }
    }

    @Test
    void shouldUnderstandTheWholeUrl() throws Exception {
        try (RawCaller caller = new RawCaller(server.port())) {
            // When
            caller.send("GET http://localhost/v2/models/sides/ready HTTP/1.1\r\nHost: localhost\r\n\r\n");

            // Then
            assertThat(caller.answer().orElseThrow()).contains("{\"ready\":true}");
        }
    }

    @Test
    void shouldAnswerAnUnknownExpectationAsIfItWereNotThere() throws Exception {
        try (RawCaller caller = new RawCaller(server.port())) {
            // When
            caller.send(post(INFER, ROW, "Expect: tea\r\n"));

            // Then
            assertThat(caller.answer().orElseThrow()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void shouldForgetRequestsWhoseConnectionWasReset() throws Exception {
        // When
        for (int i = 0; i < 50; i++) {
            RawCaller caller = new RawCaller(server.port());
            caller.send(i % 2 == 0 ? LARGE + post(INFER, ROW).repeat(20) : LARGE.substring(0, 5_000 * i / 2));
            caller.reset();
        }

        // Then
        await().atMost(PATIENCE).until(server::isIdle);
        try (RawCaller caller = new RawCaller(server.port())) {
            caller.send(post(INFER, ROW));
            assertThat(caller.answer().orElseThrow()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void shouldScoreNothingMoreForAClientThatDoesNotRead() throws Exception {
        // Given
        int requests = 300;
        String request = post("/v1/models/sides:predict", "{\"instances\":[" + "[3,1],".repeat(5_000) + "[3,1]]}");
        try (RawCaller caller = new RawCaller(server.port())) {
            // When
            CompletableFuture<Void> sending = caller.sendInBackground(request, requests);
            await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(new Unchanged(server::rows));

            // Then
            assertThat(server.rows()).isBetween(1L, requests * 5_001L / 2);
            for (int i = 0; i < requests; i++) {
                assertThat(caller.answer().orElseThrow()).startsWith("HTTP/1.1 200");
            }
            sending.get();
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }
}
