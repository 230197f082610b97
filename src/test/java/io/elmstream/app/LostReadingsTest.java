package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.client.PartitionOffsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LostReadingsTest {

    private static final TopicPartition PARTITION = new TopicPartition("readings", 1);

    private final LostReadings lost = new LostReadings("readings"::equals);

    @Test
    void shouldCountWhatWasDeletedBeforeTheInstanceBegan() {
        // When
        lost.begin(offsets(100, 0));
        lost.read(fetched(250, 300));
        lost.count(Set.of(PARTITION), offsets(100, 250));

        // Then
        assertThat(lost.total()).isEqualTo(150);
    }

    @Test
    void shouldCountWhatWasDeletedUnderASlowInstance() {
        // When
        lost.begin(offsets(0, 0));
        lost.read(fetched(0, 10));
        lost.read(fetched(40, 50));
        lost.count(Set.of(PARTITION), offsets(50, 40));
        lost.count(Set.of(PARTITION), offsets(50, 40));

        // Then
        assertThat(lost.total()).isEqualTo(30);
    }

    @Test
    void shouldCountWhatIsDeletedFromUnderATaskThatStandsOnce() {
        // When
        lost.begin(offsets(100, 0));
        lost.read(fetched(100, 200));
        lost.count(Set.of(PARTITION), offsets(100, 0));
        lost.count(Set.of(PARTITION), offsets(100, 150));
        lost.count(Set.of(PARTITION), offsets(100, 150));
        lost.read(fetched(180, 200));
        lost.count(Set.of(PARTITION), offsets(100, 180));

        // Then
        assertThat(lost.total()).isEqualTo(80);
    }

    @Test
    void shouldNotCountWhatIsReadAndAboutToBeCommitted() {
        // When
        lost.begin(offsets(0, 0));
        lost.read(fetched(0, 100));
        lost.count(Set.of(PARTITION), offsets(20, 30));
        lost.count(Set.of(PARTITION), offsets(40, 50));
        lost.count(Set.of(PARTITION), offsets(100, 100));

        // Then
        assertThat(lost.total()).isZero();
    }

    @Test
    void shouldNotCountTheMarksOfTransactions() {
        // When
        lost.begin(offsets(0, 0));
        lost.read(fetched(0, 10));
        lost.read(fetched(12, 50));
        lost.count(Set.of(PARTITION), offsets(50, 0));

        // Then
        assertThat(lost.total()).isZero();
    }

    @Test
    void shouldNotCountWhatIsReadAgain() {
        // When
        lost.begin(offsets(5, 0));
        lost.read(fetched(5, 50));
        lost.read(fetched(5, 60));
        lost.count(Set.of(PARTITION), offsets(60, 5));

        // Then
        assertThat(lost.total()).isZero();
    }

    @Test
    void shouldNotCountWhatAnotherInstanceRead() {
        // When
        lost.begin(offsets(0, 0));
        lost.read(fetched(0, 10));
        lost.count(Set.of(), offsets(500, 0));
        lost.read(fetched(1_000, 1_001));
        lost.count(Set.of(PARTITION), offsets(1_001, 900));

        // Then
        assertThat(lost.total()).isZero();
    }

    @Test
    void shouldNotCountWhereNothingWasCommitted() {
        // When
        lost.begin(Map.of(PARTITION, new PartitionOffsets(OptionalLong.empty(), 70, 90)));
        lost.read(fetched(70, 90));
        lost.count(Set.of(PARTITION), offsets(90, 70));

        // Then
        assertThat(lost.total()).isZero();
    }

    private static Map<TopicPartition, PartitionOffsets> offsets(long committed, long beginning) {
        return Map.of(PARTITION, new PartitionOffsets(OptionalLong.of(committed), beginning, 10_000));
    }

    private static ConsumerRecords<byte[], byte[]> fetched(long from, long to) {
        List<ConsumerRecord<byte[], byte[]>> records = LongStream.range(from, to)
                .mapToObj(offset -> new ConsumerRecord<byte[], byte[]>(
                        PARTITION.topic(), PARTITION.partition(), offset, null, null))
                .toList();
        return new ConsumerRecords<>(Map.of(PARTITION, records), Map.of(PARTITION, new OffsetAndMetadata(to)));
    }
}
