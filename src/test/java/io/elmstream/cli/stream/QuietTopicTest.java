package io.elmstream.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.config.ConfigurationLoader;
import io.elmstream.topology.inference.InferenceSettings;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuietTopicTest {

    @Test
    void shouldSayWhenAnAlertIsRaised() {
        // Given
        InferenceSettings settings = settings(
                Map.of("alerts.labels", "worn,leak", "alerts.n", "3", "alerts.m", "5", "alerts.min.confidence", "0.8"));

        // When
        QuietTopic quiet = new QuietTopic("alerts", false, settings);

        // Then
        assertThat(quiet.forCertain()).isEmpty();
        assertThat(quiet.perhaps())
                .isEqualTo("nothing new on alerts so far: alerts are written on changes only. One is raised when 3 of"
                        + " the last 5 predictions of a sensor are leak or worn with a confidence of 0.8 or more;"
                        + " elmstream watch predictions shows the"
                        + " predictions. --from-beginning shows existing records");
    }

    @Test
    void shouldSayThatNothingWillCome() {
        // When / Then
        assertThat(new QuietTopic("alerts", true, settings(Map.of())).forCertain())
                .get()
                .asString()
                .contains("alerts.labels is not set");
        assertThat(new QuietTopic("shadow-predictions", true, settings(Map.of("shadow.publish", "false"))).forCertain())
                .get()
                .asString()
                .contains("shadow.publish is false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"predictions", "shadow-predictions", "dead-letters", "status", "instances", "comparisons"})
    void shouldKnowAReasonForEachTopic(String what) {
        // When / Then
        assertThat(new QuietTopic(what, true, settings(Map.of())).perhaps())
                .startsWith("nothing on " + what + " so far: ")
                .doesNotContain("--from-beginning");
    }

    private static InferenceSettings settings(Map<String, String> set) {
        Map<String, String> all = new TreeMap<>(set);
        all.put("bootstrap.servers", "127.0.0.1:1");
        all.put("registry.url", "http://127.0.0.1:1/apis/registry/v3");
        return ConfigurationLoader.load(Optional.empty(), Map.of("HOME", "/nowhere"), all)
                .configuration()
                .inference();
    }
}
