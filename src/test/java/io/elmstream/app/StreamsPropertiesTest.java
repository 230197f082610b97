package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.support.TestConfigurations;
import io.elmstream.topology.inference.RefusedReadings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamsPropertiesTest {

    private static final String BUFFERED = "buffered.records.per.partition";

    @ParameterizedTest
    @CsvSource({"256, 1000, 4", "256, 10, 1", "100, 1000, 10", "1, 1000, 1000", "256, many, many"})
    void shouldBoundBufferedReadingsByBundles(String batch, String readings, String records) {
        // Given
        Map<String, String> given = Map.of("batch.max.size", batch, "kafka." + BUFFERED, readings);

        // When
        Properties properties = properties(given);

        // Then
        assertThat(properties.get(BUFFERED)).hasToString(records);
    }

    @Test
    void shouldBoundBufferedReadingsByDefault() {
        // When
        Properties properties = properties(Map.of());

        // Then
        assertThat(properties.get(BUFFERED)).hasToString("4");
    }

    @Test
    void shouldLeaveTheBufferAloneWhereReadingsAreNotBundled() {
        // When
        Properties streams = properties(Map.of("kafka.group.protocol", "STREAMS"));
        Properties clearing = properties(Map.of("alerts.clear.enabled", "true", "alerts.labels", "bad"));

        // Then
        assertThat(streams).doesNotContainKey(BUFFERED);
        assertThat(clearing).doesNotContainKey(BUFFERED);
    }

    @ParameterizedTest
    @CsvSource({"kafka.batch.size", "kafka.producer.batch.size"})
    void shouldLetUsersChooseTheProducersBatches(String key) {
        // When
        Map<String, Object> producer = new StreamsConfig(properties(Map.of(key, "1000"))).getProducerConfigs("id");

        // Then
        assertThat(producer.get(ProducerConfig.BATCH_SIZE_CONFIG)).hasToString("1000");
    }

    @Test
    void shouldGiveTheProducerLargerBatchesThanKafka() {
        // When
        Map<String, Object> producer = new StreamsConfig(properties(Map.of())).getProducerConfigs("id");

        // Then
        assertThat(producer.get(ProducerConfig.BATCH_SIZE_CONFIG)).hasToString("65536");
    }

    private static Properties properties(Map<String, String> more) {
        return StreamsProperties.inference(TestConfigurations.with(more), Path.of("state"), new RefusedReadings());
    }
}
