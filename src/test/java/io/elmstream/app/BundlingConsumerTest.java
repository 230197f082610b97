package io.elmstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.readings.Mappings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BundlingConsumerTest {

    private static final TopicPartition FIRST = new TopicPartition("sensor-readings", 0);
    private static final TopicPartition SECOND = new TopicPartition("sensor-readings", 1);
    private static final Mappings READINGS = Mappings.elmstream("sensor-readings");
    private static final Duration NOW = Duration.ZERO;

    private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
    private final Consumer<byte[], byte[]> consumer = BundlingConsumer.of(kafka, READINGS, 3);

    @BeforeEach
    void assign() {
        kafka.assign(List.of(FIRST, SECOND));
        kafka.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
    }

    @Test
    void shouldReturnOneRecordForSeveralReadingsOfAPartition() {
        // Given
        sent(FIRST, 7);
        sent(SECOND, 2);

        // When
        ConsumerRecords<byte[], byte[]> records = consumer.poll(NOW);

        // Then
        assertThat(offsets(records.records(FIRST))).containsExactly(0L, 3L, 6L);
        assertThat(offsets(records.records(SECOND))).containsExactly(0L);
        assertThat(records.nextOffsets().get(FIRST).offset()).isEqualTo(7);
        assertThat(records.nextOffsets().get(SECOND).offset()).isEqualTo(2);
    }

    @Test
    void shouldGiveTheRecordWhatTheFirstReadingHas() {
        // Given
        sent(FIRST, 2);

        // When
        ConsumerRecord<byte[], byte[]> bundle =
                consumer.poll(NOW).records(FIRST).get(0);

        // Then
        assertThat(bundle.timestamp()).isEqualTo(1_000);
        assertThat(bundle.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
        assertThat(bundle.leaderEpoch()).contains(4);
        assertThat(bundle.key()).isEqualTo("pump-0".getBytes(UTF_8));
        assertThat(bundle.value()).isEqualTo(new byte[] {0});
    }

    @Test
    void shouldReturnRecordsOfOtherTopicsAsTheyAre() {
        // Given
        TopicPartition commands = new TopicPartition("alert-control", 0);
        kafka.assign(List.of(commands));
        kafka.updateBeginningOffsets(Map.of(commands, 0L));
        sent(commands, 2);

        // When
        ConsumerRecords<byte[], byte[]> records = consumer.poll(NOW);

        // Then
        assertThat(offsets(records.records(commands))).containsExactly(0L, 1L);
    }

    @Test
    void shouldReturnNothingWhereThereIsNothing() {
        // When
        ConsumerRecords<byte[], byte[]> records = consumer.poll(NOW);

        // Then
        assertThat(records.isEmpty()).isTrue();
    }

    @Test
    void shouldThrowWhatTheConsumerThrows() {
        // Given
        consumer.wakeup();

        // When / Then
        assertThatThrownBy(() -> consumer.poll(NOW)).isInstanceOf(WakeupException.class);
    }

    @Test
    void shouldBeTheConsumerItselfIfNothingIsToBeJoined() {
        // When
        Consumer<byte[], byte[]> same = BundlingConsumer.of(kafka, READINGS, 1);

        // Then
        assertThat(same).isSameAs(kafka);
    }

    private static List<Long> offsets(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Long> offsets = new ArrayList<>();
        records.forEach(record -> offsets.add(record.offset()));
        return offsets;
    }

    private void sent(TopicPartition partition, int readings) {
        for (int i = 0; i < readings; i++) {
            kafka.addRecord(new ConsumerRecord<>(
                    partition.topic(),
                    partition.partition(),
                    i,
                    1_000 + i,
                    TimestampType.LOG_APPEND_TIME,
                    0,
                    0,
                    ("pump-" + i).getBytes(UTF_8),
                    new byte[] {(byte) i},
                    new RecordHeaders(),
                    Optional.of(4)));
        }
    }
}
