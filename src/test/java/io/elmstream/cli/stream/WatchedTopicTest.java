package io.elmstream.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.wire.JsonRecordEncoder;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchedTopicTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "predictions",
                "shadow-predictions",
                "alerts",
                "status",
                "instances",
                "comparisons",
                "dead-letters"
            })
    void shouldSayOfARecordWithoutValueAndHeadersThatItMakesNoSense(String what) {
        assertThatThrownBy(() -> WatchedTopic.parse(what).read(record(null)))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("it has no value");
    }

    @Property
    void shouldThrowNothingElseWhateverTheBytes(@ForAll byte[] value) {
        for (String what :
                new String[] {"predictions", "alerts", "status", "instances", "comparisons", "dead-letters"}) {
            try {
                assertThat(WatchedTopic.parse(what).read(record(value))).isNotNull();
            } catch (UnreadableRecordException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void shouldShowAnAlertInJsonAsItShowsOneInAvro() throws UnreadableRecordException {
        // Given
        Alert alert = new Alert(
                "00ff",
                AlertChange.RAISED,
                "pump-1",
                "shuttle",
                2,
                "leak",
                0.75f,
                Instant.EPOCH,
                "readings",
                1,
                42L,
                3,
                "hot",
                4,
                "INFO",
                "too hot");
        WatchedTopic alerts = WatchedTopic.parse("alerts");

        // When
        Map<String, Object> json = alerts.read(record(new JsonRecordEncoder<Alert>().encode(alert)));
        Map<String, Object> avro = alerts.read(record(new RecordEncoder<Alert>(7).encode(alert)));

        // Then
        assertThat(json).isEqualTo(avro).containsEntry("sourceIndex", 3).containsEntry("change", "RAISED");
        assertThat(json.keySet()).containsExactlyElementsOf(avro.keySet());
    }

    @Test
    void shouldShortenWhatNobodyReadsOnATerminal() {
        assertThat(WatchCommand.shortened("k".repeat(1_000_000)))
                .hasSizeLessThan(2_100)
                .endsWith("k... (1,000,000 characters)");
        assertThat(WatchCommand.shortened("sensor-1")).isEqualTo("sensor-1");
    }

    private static ConsumerRecord<byte[], byte[]> record(byte @Nullable [] value) {
        return new ConsumerRecord<>("any", 0, 7, null, value);
    }
}
