package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ModelTimestampsTest {

    private static final TopicPartition PARTITION = new TopicPartition("models", 0);

    @Test
    void shouldGiveARecordWithoutATimestampThatOf1970AndLeaveTheOthersAsTheyAre() {
        // Given
        ConsumerRecord<byte[], byte[]> timed = record(3, 7);
        ConsumerRecord<byte[], byte[]> timeless = record(4, -1);
        Map<TopicPartition, OffsetAndMetadata> next = Map.of(PARTITION, new OffsetAndMetadata(5));

        // When
        ConsumerRecords<byte[], byte[]> records = new ModelTimestamps()
                .onConsume(new ConsumerRecords<>(Map.of(PARTITION, List.of(timed, timeless)), next));

        // Then
        assertThat(records.records(PARTITION)).hasSize(2).first().isSameAs(timed);
        assertThat(records.records(PARTITION).get(1))
                .usingRecursiveComparison()
                .ignoringFields("timestamp")
                .isEqualTo(timeless);
        assertThat(records.records(PARTITION).get(1).timestamp()).isZero();
        assertThat(records.nextOffsets()).isEqualTo(next);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, long timestamp) {
        return new ConsumerRecord<>(
                "models",
                0,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                1,
                1,
                new byte[] {1},
                new byte[] {2},
                new RecordHeaders().add("h", new byte[] {3}),
                Optional.of(1));
    }
}
