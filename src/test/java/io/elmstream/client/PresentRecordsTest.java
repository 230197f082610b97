package io.elmstream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresentRecordsTest {

    private static final TopicPartition FIRST = new TopicPartition("models", 0);
    private static final TopicPartition SECOND = new TopicPartition("models", 1);

    private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
    /** A second passes at each look. */
    private final AtomicLong seconds = new AtomicLong();

    @BeforeEach
    void assign() {
        kafka.assign(List.of(FIRST, SECOND));
        kafka.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
        kafka.updateEndOffsets(Map.of(FIRST, 2L, SECOND, 1L));
    }

    @Test
    void shouldReadUpToTheEndsThatWereThereAtTheBeginning() {
        // Given
        List<Long> offsets = new ArrayList<>();
        PresentRecords present = records();
        add(FIRST, 0, 1);
        add(SECOND, 0);
        kafka.schedulePollTask(() -> kafka.updateEndOffsets(Map.of(FIRST, 9L, SECOND, 9L)));

        // When
        present.forEach(record -> offsets.add(record.offset()));

        // Then
        assertThat(offsets).containsExactlyInAnyOrder(0L, 1L, 0L);
        assertThat(present.areLeft()).isFalse();
    }

    @Test
    void shouldGiveUpWhenBrokersGiveNothingAnyMore() {
        // Given
        add(FIRST, 0);
        PresentRecords present = records();

        // When / Then
        assertThatThrownBy(() -> present.forEach(record -> {}))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("no more records for 30 s from models-0 from offset 1 to 2, models-1 from offset 0 to 1");
        assertThat(seconds.get()).isBetween(30L, 40L);
    }

    @Test
    void shouldWaitAsLongAsSomethingComes() {
        // Given: something every 20 seconds
        for (int look = 0; look < 20; look++) {
            kafka.schedulePollTask(() -> {});
        }
        kafka.schedulePollTask(() -> add(FIRST, 0));
        for (int look = 0; look < 20; look++) {
            kafka.schedulePollTask(() -> {});
        }
        kafka.schedulePollTask(() -> {
            add(FIRST, 1);
            add(SECOND, 0);
        });
        List<Long> offsets = new ArrayList<>();

        // When
        records().forEach(record -> offsets.add(record.offset()));

        // Then
        assertThat(offsets).hasSize(3);
    }

    @Test
    void shouldNotWaitForOffsetsWithoutRecords() {
        // Given: the marker of a transaction stands last
        PresentRecords present = records();
        kafka.schedulePollTask(() -> {
            kafka.seek(FIRST, 2);
            kafka.seek(SECOND, 1);
        });

        // When
        present.forEach(record -> {});

        // Then
        assertThat(present.areLeft()).isFalse();
    }

    private PresentRecords records() {
        return new PresentRecords(
                kafka, () -> Duration.ofSeconds(seconds.incrementAndGet()).toNanos());
    }

    private void add(TopicPartition partition, long... offsets) {
        for (long offset : offsets) {
            kafka.addRecord(
                    new ConsumerRecord<>(partition.topic(), partition.partition(), offset, new byte[0], new byte[0]));
        }
    }
}
