package io.elmstream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterHeadersTest {

    private static final Map<String, String> OURS = Map.of(
            "elmstream.reason", "NO_MODEL",
            "__streams.errors.message", "no champion",
            "__streams.errors.topic", "sensor-readings",
            "__streams.errors.partition", "3",
            "__streams.errors.offset", "70");

    @Test
    void shouldSayWhyAndWhence() {
        // When, then
        assertThat(DeadLetterHeaders.of(headers(OURS)))
                .isEqualTo(new DeadLetterHeaders("NO_MODEL", "no champion", "sensor-readings", 3, 70));
    }

    /** Anybody may write to the topic, and a header may have no value. */
    @ParameterizedTest
    @ValueSource(strings = {"elmstream.reason", "__streams.errors.topic", "__streams.errors.offset"})
    void shouldRefuseWhatIsNoDeadLetter(String header) {
        // Given
        Map<String, String> without = new TreeMap<>(OURS);
        without.remove(header);
        Headers empty = headers(without).add(header, null);

        // When, then
        assertThatThrownBy(() -> DeadLetterHeaders.of(headers(without))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DeadLetterHeaders.of(empty)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({", 5", "7, 7", "-1, 0", "soon, 5"})
    void shouldKnowTheTimestampOfTheReading(String original, long timestamp) {
        // Given
        Headers headers = headers(OURS).add("elmstream.timestamp", original == null ? null : original.getBytes(UTF_8));

        // When, then
        assertThat(DeadLetterHeaders.timestamp(headers, 5)).isEqualTo(timestamp);
        assertThat(DeadLetterHeaders.timestamp(new RecordHeaders(), 5)).isEqualTo(5);
    }

    private static Headers headers(Map<String, String> values) {
        Headers headers = new RecordHeaders();
        // the reason comes first, which a map does not keep
        values.entrySet().stream()
                .sorted(Comparator.comparing(value -> !value.getKey().equals("elmstream.reason")))
                .forEach(value -> headers.add(value.getKey(), value.getValue().getBytes(UTF_8)));
        return headers;
    }
}
