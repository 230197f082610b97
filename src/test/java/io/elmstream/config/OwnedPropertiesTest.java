package io.elmstream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.app.StreamsProperties;
import io.elmstream.support.TestConfigurations;
import io.elmstream.topology.inference.RefusedReadings;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnedPropertiesTest {

    @Test
    void shouldOwnEveryPropertyThatTheApplicationsSet() {
        // Given
        Configuration configuration = TestConfigurations.with(Map.of());

        // When
        var properties = StreamsProperties.inference(configuration, Path.of("state"), new RefusedReadings());
        properties.putAll(StreamsProperties.governor(configuration, Path.of("state")));

        // Then
        assertThat(properties.keySet()).isNotEmpty();
        assertThat(properties.keySet())
                .filteredOn(key -> !StreamsProperties.DEFAULTS.containsKey(key) && !key.equals("client.id"))
                .filteredOn(key -> !key.equals(StreamsProperties.ONE_BY_ONE))
                // follows from what the user gives
                .filteredOn(key -> !key.equals(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG))
                // what our own handler is given, which goes over whatever else has this name
                .filteredOn(key -> !key.toString().startsWith("elmstream."))
                .allSatisfy(key -> assertThat(OwnedProperties.refusal(key.toString()))
                        .as(key.toString())
                        .isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "security.protocol",
                "sasl.jaas.config",
                "group.protocol",
                "consumer.max.poll.records",
                "topic.compression.type",
                "max.block.ms",
                "replication.factor"
            })
    void shouldLetPassWhatIsNotOurs(String property) {
        // When, then
        assertThat(OwnedProperties.refusal(property)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"delivery.timeout.ms", "producer.delivery.timeout.ms", "retries", "producer.retries"})
    void shouldLetNobodyEndTheAttemptsOfAProducer(String property) {
        // When, then
        assertThat(OwnedProperties.refusal(property).orElseThrow()).contains("if the producer gives up on a record");
    }

    @ParameterizedTest
    @EnumSource(Guarantee.class)
    void shouldTryToDeliverWithoutEnd(Guarantee guarantee) {
        // Given
        Configuration configuration = TestConfigurations.with(Map.of("guarantee", guarantee.kafkaName()));

        // When
        var properties = StreamsProperties.inference(configuration, Path.of("state"), new RefusedReadings());

        // Then
        assertThat(properties).containsEntry("producer.delivery.timeout.ms", Integer.MAX_VALUE);
    }

    @Test
    void shouldNameOurKeyInstead() {
        // When, then
        assertThatThrownBy(() -> OwnedProperties.check("governor.kafka.", Map.of("num.stream.threads", "2")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("governor.kafka.num.stream.threads cannot be set: the key threads sets it; use that one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "isolation.level",
                "consumer.isolation.level",
                "main.consumer.isolation.level",
                "global.consumer.isolation.level",
                "restore.consumer.isolation.level"
            })
    void shouldOwnAPropertyUnderEachPrefix(String property) {
        // When, then
        assertThat(OwnedProperties.refusal(property).orElseThrow()).contains("aborted");
    }
}
