package io.elmstream.scoring.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.data.DataException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoundTest {

    private static final TopicPartition ZERO = new TopicPartition("readings", 0);
    private static final TopicPartition ONE = new TopicPartition("readings", 1);
    private static final List<TopicPartition> BOTH = List.of(ZERO, ONE);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");

    @BeforeEach
    void readingsOfWhichSomeWereDeleted() {
        consumer.assign(BOTH);
        consumer.updateBeginningOffsets(Map.of(ZERO, 10L, ONE, 0L));
        consumer.updateEndOffsets(Map.of(ZERO, 20L, ONE, 5L));
    }

    @Test
    void shouldResolveNamedOffsetsUpToTheEnd() {
        assertThat(Bound.parse("0:10,1:5").resolve("--from", consumer, BOTH)).isEqualTo(Map.of(ZERO, 10L, ONE, 5L));
        assertThat(Bound.parse("0:20").resolve("--to", consumer, BOTH)).isEqualTo(Map.of(ZERO, 20L));
    }

    @Test
    void shouldRefuseOffsetsThatTheTopicDoesNotHave() {
        assertRefused("0:9", "--from: readings-0 has offsets 10 to 20, not 9");
        assertRefused("0:10,1:6", "--from: readings-1 has offsets 0 to 5, not 6");
        assertRefused("0:10,4:0,3:1", "--from: the topic has 2 partitions, no [3, 4]");
    }

    @Test
    void shouldRefuseBoundsThatNoTopicHas() {
        assertInvalid("0:10,1:3,0:12", "has two offsets of partition 0: 0:10,1:3,0:12");
        assertInvalid("1969-12-31T23:59:59Z", "must be a time from 1970 to 9999, but is '1969-12-31T23:59:59Z'");
        assertInvalid("+1000000000-12-31T23:59:59Z", "must be a time from 1970 to 9999");
    }

    private static void assertInvalid(String bound, String message) {
        assertThatThrownBy(() -> Bound.parse(bound))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void shouldKnowWhichBoundsAreBehindOthers() {
        assertThat(isBehind("2026-11-27T00:00:00Z", "2026-11-26T00:00:00Z")).isTrue();
        assertThat(isBehind("2026-11-26T00:00:00Z", "2026-11-26T00:00:00Z")).isFalse();
        assertThat(isBehind("0:5,1:7", "0:5,1:6")).isTrue();
        assertThat(isBehind("0:5,1:7", "0:5")).isFalse();
        assertThat(isBehind("end", "beginning")).isFalse();
    }

    private static boolean isBehind(String from, String to) {
        return Bound.parse(from).isBehind(Bound.parse(to));
    }

    private void assertRefused(String bound, String message) {
        assertThatThrownBy(() -> Bound.parse(bound).resolve("--from", consumer, BOTH))
                .isInstanceOf(DataException.class)
                .hasMessage(message);
    }

    @Test
    void shouldNotPassOverReadingsThatAreDeletedDuringARun() {
        // Given
        consumer.seek(ZERO, 10);
        consumer.seek(ONE, 0);
        consumer.addRecord(new ConsumerRecord<>("readings", 0, 15, new byte[0], new byte[0]));
        consumer.updateBeginningOffsets(Map.of(ZERO, 15L, ONE, 0L));

        // When, then
        assertThatThrownBy(() -> TopicPrediction.poll(consumer))
                .isInstanceOf(DataException.class)
                .hasMessage("--from: readings of the range were deleted before they were read:"
                        + " readings-0 from offset 10, where the first is now 15");
    }
}
