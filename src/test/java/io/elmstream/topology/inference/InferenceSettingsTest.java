package io.elmstream.topology.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.alert.AlertRule;
import io.elmstream.batch.BatchPolicy;
import io.elmstream.readings.Mapping;
import io.elmstream.readings.MappingParser;
import io.elmstream.readings.Mappings;
import io.elmstream.readings.TopicName;
import io.elmstream.topology.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InferenceSettingsTest {

    private static final AlertSettings ALERTS = new AlertSettings(Set.of("bad"), new AlertRule(1, 1, 0));

    private final InferenceSettings settings = new InferenceSettings(
            Topics.standard(), new BatchPolicy(256, Duration.ofMillis(5)), Optional.empty(), ALERTS, 1_000_000);

    @Test
    void shouldBundleAMicroBatchOfASingleTopic() {
        // When
        int size = settings.bundleSize();

        // Then
        assertThat(size).isEqualTo(256);
    }

    @Test
    void shouldNotBundleWhereKafkaStreamsOrdersSeveralTopics() {
        // Given
        Mapping first = Mapping.elmstream(new TopicName.Exact("plant-a"));
        Mapping second = Mapping.elmstream(new TopicName.Exact("plant-b"));
        Mapping pattern = Mapping.elmstream(new TopicName.Matching("plant-.*"));

        // When / Then
        assertThat(settings.withMappings(new Mappings(List.of(first, second))).bundleSize())
                .isEqualTo(1);
        assertThat(settings.withMappings(new Mappings(List.of(pattern))).bundleSize())
                .isEqualTo(1);
    }

    @Test
    void shouldNotBundleBesideCommandsAboutAlerts() {
        // Given
        AlertSettings clearing =
                new AlertSettings(ALERTS.labels(), ALERTS.rule(), ALERTS.timeToLive(), ALERTS.maxStates(), false, true);

        // When
        int size = settings.withAlerts(clearing).bundleSize();

        // Then
        assertThat(size).isEqualTo(1);
    }

    @Test
    void shouldNotBundleRecordsThatAreNoReadingsYet() {
        // Given
        Mappings sparkplug = MappingParser.parse(
                "readings", "{\"plant\": {\"format\": \"sparkplug\", \"features\": {\"left\": \"Left\"}}}");

        // When
        int size = settings.withMappings(sparkplug).bundleSize();

        // Then
        assertThat(size).isEqualTo(1);
    }
}
