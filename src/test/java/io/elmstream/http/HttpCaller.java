package io.elmstream.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.config.ServeSettings;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.serving.CacheSettings;
import io.elmstream.serving.FileModels;
import io.elmstream.serving.ModelIndex;
import io.elmstream.support.TestModels;
import io.elmstream.topology.inference.TestFolders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** A client of an inference server, and the server that most tests ask. */
final class HttpCaller {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    static final ServeSettings SETTINGS = new ServeSettings(
            "127.0.0.1", 0, Optional.empty(), Optional.empty(), 2, 256, 64, 32, 1_000_000, CacheSettings.OFF, PATIENCE);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    HttpCaller(int port) {
        this.url = "http://127.0.0.1:" + port;
    }

    /** Versions 1 and 2 of a model "sides", of which 1 names the smaller side and 2 the greater. */
    static ModelIndex sides() {
        return sides(Runnable::run);
    }

    /** The same; version 1 is loaded by an executor when it is asked for. */
    static ModelIndex sides(Executor loading) {
        return FileModels.index(
                Map.of(
                        new VersionKey(new ModelId("sides"), 1),
                        TestModels.smaller("sides", 1),
                        new VersionKey(new ModelId("sides"), 2),
                        TestModels.greater("sides", 2)),
                TestFolders.fresh(),
                loading,
                System::currentTimeMillis);
    }

    static InferenceServer start(ServeSettings settings, ModelIndex models) {
        return InferenceServer.start(settings, () -> Optional.of(models), () -> true, () -> true, "1.2.3");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
    }

    HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> post(String path, byte[] body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.ofByteArray(body));
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofByteArray());
    }

    /** Posts JSON, written with ' instead of ". */
    HttpResponse<byte[]> post(String path, String json, String... headers) throws IOException, InterruptedException {
        return post(path, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Returns the JSON of an answer, without the binary part. */
    static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        int length = response.headers()
                .firstValue(Headers.JSON_LENGTH)
                .map(Integer::valueOf)
                .orElse(response.body().length);
        return JSON.readTree(Arrays.copyOf(response.body(), length));
    }
}
