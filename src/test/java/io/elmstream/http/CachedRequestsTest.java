package io.elmstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.config.ServeSettings;
import io.elmstream.serving.CacheSettings;
import io.elmstream.serving.Rounding;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CachedRequestsTest {

    private static final String REQUEST =
            "{'inputs':[{'name':'features','shape':[3,2],'datatype':'FP32','data':[3,1,0,2,5,4]}]}";

    @Test
    void shouldAnswerEqualRowsFromTheCacheWithTheSameBytes() throws Exception {
        // Given
        CacheSettings cache = new CacheSettings(10_000, Rounding.NONE);
        ServeSettings settings = new ServeSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                Optional.empty(),
                1,
                256,
                64,
                32,
                1_000_000,
                cache,
                Duration.ofMinutes(1));
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (InferenceServer server = HttpCaller.start(settings, HttpCaller.sides())) {
            server.metrics().bindTo(registry);
            HttpCaller caller = new HttpCaller(server.port());

            // When: the first micro-batch is scored without the cache, the second fills it
            String first = body(caller);
            String second = body(caller);
            String third = body(caller);

            // Then
            assertThat(first).contains("probabilities").isEqualTo(second).isEqualTo(third);
            assertThat(count(registry, "lookups")).isEqualTo(6);
            assertThat(count(registry, "hits")).isEqualTo(3);
            assertThat(count(registry, "spent")).isPositive();
            assertThat(count(registry, "saved")).isPositive();
        }
    }

    private static String body(HttpCaller caller) throws Exception {
        return new String(caller.post("/v2/models/sides/infer", REQUEST).body(), StandardCharsets.UTF_8);
    }

    private static double count(SimpleMeterRegistry registry, String what) {
        return registry.get("elmstream.http.cache." + what).functionCounter().count();
    }
}
