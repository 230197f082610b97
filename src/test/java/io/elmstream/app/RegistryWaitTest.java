package io.elmstream.app;

import static io.elmstream.support.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.embedded.LoopbackPort;
import io.elmstream.http.HealthServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RegistryWaitTest {

    private final RandomGenerator random = RandomGenerator.getDefault();
    private final List<String> said = new CopyOnWriteArrayList<>();

    @Test
    void shouldWaitForARegistryThatIsAwayAndSayOnHealthWhatItLacks() throws Exception {
        // Given
        int registryPort = LoopbackPort.free(random);
        int healthPort = LoopbackPort.free(random);
        String url = "http://127.0.0.1:" + registryPort + "/apis/registry/v3";
        Configuration configuration = ConfigurationLoader.load(
                        Optional.empty(),
                        Map.of(),
                        Map.of(
                                "bootstrap.servers",
                                "localhost:9092",
                                "registry.url",
                                url,
                                "state.dir",
                                "target/state",
                                "http.port",
                                Integer.toString(healthPort)))
                .configuration();

        // When
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> RegistryWait.untilItAnswers(
                configuration,
                said::add,
                health -> HealthServer.start(configuration.http().orElseThrow(), health)::close));

        // Then
        await().ignoreExceptions().untilAsserted(() -> {
            HttpResponse<String> ready = get(healthPort, "/health");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("\"status\":\"waiting\"", "the schema registry at " + url + " to answer");
            assertThat(get(healthPort, "/health/live").statusCode()).isEqualTo(200);
        });
        await().untilAsserted(() -> assertThat(said)
                .containsExactly("waiting for the schema registry at " + url + " to answer (registry.url)"));
        assertThat(waiting).isNotDone();

        // When
        HttpServer registry = registry(registryPort);

        // Then
        try {
            await().untilAsserted(() -> assertThat(waiting).isCompleted());
        } finally {
            registry.stop(0);
        }
    }

    /** One that has a schema of readings already. */
    private static HttpServer registry(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            byte[] body = "{\"status\": 409, \"name\": \"ArtifactAlreadyExistsException\", \"title\": \"it is there\"}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(409, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
