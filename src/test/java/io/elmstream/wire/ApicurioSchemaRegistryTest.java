package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.elmstream.wire.avro.Prediction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against servers that say nothing, or what no registry says; what a registry says is in {@link ApicurioRegistryIT}.
 */
class ApicurioSchemaRegistryTest {

    private final List<Duration> waits = new ArrayList<>();
    private ServerSocket silent;

    @BeforeEach
    void open() throws IOException {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        silent.close();
    }

    @Test
    void shouldNotWaitForEverForARegistryThatSaysNothing() {
        // Given
        SchemaRegistry registry = registry(waits::add);

        // When / Then
        assertThatThrownBy(() -> registry.find(7))
                .isInstanceOf(RegistryUnreachableException.class)
                .hasMessage("the schema registry did not answer: schema with content id 7: no answer within 50 ms")
                .hasRootCauseInstanceOf(TimeoutException.class);
        assertThat(waits).isEmpty();
        assertThatThrownBy(() -> registry.register("predictions", Prediction.getClassSchema()))
                .isInstanceOf(RegistryUnreachableException.class)
                .hasMessageStartingWith(
                        "the schema registry did not answer: registering predictions-value; gave up after")
                .hasRootCauseInstanceOf(TimeoutException.class);
        assertThat(waits).hasSize(3);
    }

    @Test
    void shouldStayInterrupted() {
        // Given
        SchemaRegistry registry = registry(Backoff.SLEEP);

        // When
        Thread.currentThread().interrupt();

        // Then
        assertThatThrownBy(() -> registry.register("predictions", Prediction.getClassSchema()))
                .isInstanceOf(RegistryUnreachableException.class)
                .hasMessageEndingWith("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | application/json | {\"message\": \"no Route matched with those values\"}",
                "404 | application/json | {\"status\": 404, \"name\": \"NotFoundException\", \"title\": \"no such"
                        + " resource\"}",
                "404 | text/html | <html>not here</html>",
                // the registry's own words, from what never showed that it is one
                "404 | application/json | {\"status\": 404, \"name\": \"ContentNotFoundException\", \"title\": \"No"
                        + " content\"}",
                "401 | application/json | {\"message\": \"who are you\"}",
                "403 | text/plain | no",
                "500 | application/json | {\"status\": 500, \"name\": \"RegistryStorageException\", \"title\": \"no"
                        + " connection\"}",
                "200 | text/html | <html>log in first</html>",
                "200 | application/json | {\"message\": \"we are back soon\"}",
            })
    void shouldTakeNothingButARegistrysOwnAnswerForOne(int status, String type, String body) throws IOException {
        // Given
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        gateway.start();
        try {
            SchemaRegistry registry = new ApicurioSchemaRegistry(
                    "http://127.0.0.1:" + gateway.getAddress().getPort() + "/apis/registry/v3",
                    Map.of(),
                    Backoff.ofAMinute());

            // When / Then
            assertThatThrownBy(() -> registry.find(7))
                    .isInstanceOf(RegistryUnreachableException.class)
                    .hasMessageStartingWith("the schema registry did not answer: schema with content id 7: ");
        } finally {
            gateway.stop(0);
        }
    }

    @Test
    void shouldRefuseASchemaThatIsNestedTooDeeplyWithWhatItRefersTo() throws IOException {
        // Given
        String api = "/apis/registry/v3/";
        String inner = api + "groups/default/artifacts/inner/versions/1";
        Map<String, String> answers = Map.of(
                api + "ids/contentIds/7",
                nested("SensorReading", "\"Inner\""),
                api + "ids/contentIds/7/references",
                "[{\"groupId\": \"default\", \"artifactId\": \"inner\", \"version\": \"1\", \"name\": \"Inner\"}]",
                inner + "/content",
                nested("Inner", "\"int\""),
                inner + "/references",
                "[]",
                api + "search/versions",
                "{\"count\": 0, \"versions\": []}");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes =
                    answers.getOrDefault(exchange.getRequestURI().getPath(), "").getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(bytes.length == 0 ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            SchemaRegistry registry = new ApicurioSchemaRegistry(
                    "http://127.0.0.1:" + server.getAddress().getPort() + api, Map.of(), Backoff.ofAMinute());

            // When
            SchemaRegistry.Lookup lookup = registry.find(7);

            // Then
            assertThat(lookup)
                    .isInstanceOfSatisfying(
                            SchemaRegistry.Unusable.class,
                            unusable -> assertThat(unusable.why())
                                    .startsWith("the schema with content id 7 cannot be read as Avro: ")
                                    .contains("nesting depth"));
        } finally {
            server.stop(0);
        }
    }

    /** A record whose one field is an array of arrays, 600 deep, of something. */
    private static String nested(String name, String innermost) {
        return "{\"type\": \"record\", \"name\": \"" + name + "\", \"fields\": [{\"name\": \"x\", \"type\": "
                + "{\"type\": \"array\", \"items\": ".repeat(600) + innermost + "}".repeat(600) + "}]}";
    }

    private SchemaRegistry registry(Backoff.Pause pause) {
        String url = "http://127.0.0.1:" + silent.getLocalPort() + "/apis/registry/v3";
        Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(3), pause);
        return new ApicurioSchemaRegistry(url, Map.of(), backoff, Duration.ofMillis(50));
    }
}
