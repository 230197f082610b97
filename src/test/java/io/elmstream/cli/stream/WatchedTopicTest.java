package io.elmstream.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.wire.UnreadableRecordException;
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
