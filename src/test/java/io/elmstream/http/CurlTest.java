package io.elmstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What others write and read: curl asks as the README shows, and sends a large body that the server has to ask for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CurlTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InferenceServer server = HttpCaller.start(HttpCaller.SETTINGS, HttpCaller.sides());
    private final String url = "http://127.0.0.1:" + server.port() + "/v2/models/sides/infer";

    @TempDir
    private Path folder;

    @BeforeAll
    void findCurl() {
        assumeTrue(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "curl"))),
                "curl is not installed");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void shouldAnswerCurl() throws Exception {
        // When
        JsonNode answer = curl(
                url,
                "-d",
                "{\"inputs\":[{\"name\":\"features\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[3,1]}]}");

        // Then
        assertThat(answer.at("/outputs/0/data/0").asText()).isEqualTo("left");
    }

    @Test
    void shouldReadABodyInChunksThatCurlSendsWhenAsked() throws Exception {
        // Given
        int rows = 20_000;
        Path body = folder.resolve("rows.json");
        String data = "3,1,".repeat(rows);
        Files.writeString(
                body,
                "{\"inputs\":[{\"name\":\"features\",\"shape\":[" + rows + ",2],\"datatype\":\"INT64\",\"data\":["
                        + data.substring(0, data.length() - 1) + "]}]}");

        // When
        JsonNode answer = curl(
                url, "-H", "Transfer-Encoding: chunked", "-H", "Expect: 100-continue", "--data-binary", "@" + body);

        // Then
        assertThat(answer.at("/outputs/0/data")).hasSize(rows);
    }

    private JsonNode curl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--fail-with-body"));
        command.addAll(Arrays.asList(arguments));
        Path errors = folder.resolve("errors");
        Process curl =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor()).as(Files.readString(errors) + answer).isZero();
        return JSON.readTree(answer);
    }
}
