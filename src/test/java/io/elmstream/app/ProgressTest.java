package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.client.PartitionOffsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final TopicPartition PARTITION = new TopicPartition("readings", 0);

    private final Progress progress = new Progress(Duration.ofSeconds(10));

    @Test
    void shouldMoveWhileThereIsNothingToRead() {
        // When
        look(0, 5, 5);
        look(60_000, 5, 5);

        // Then
        assertThat(progress.problems()).isEmpty();
        assertThat(report()).isEqualTo(new HealthReport.Partition(5, 0, true, 0, 0));
    }

    @Test
    void shouldMoveWhileCommittedPositionsAdvance() {
        // When
        look(0, 0, 100);
        look(9_000, 1, 100);
        look(18_000, 2, 100);

        // Then
        assertThat(progress.problems()).isEmpty();
        assertThat(report()).isEqualTo(new HealthReport.Partition(2, 98, true, 0, 18));
    }

    @Test
    void shouldStandStillWithSomethingToReadAndNothingCommitted() {
        // When
        look(0, 5, 5);
        look(30_000, 5, 8);
        look(40_000, 5, 9);
        look(41_000, 5, 9);

        // Then
        assertThat(report()).isEqualTo(new HealthReport.Partition(5, 4, false, 11, 11));
        assertThat(progress.problems()).containsExactly("readings-0 stands at offset 5 for 11 s, with 4 to read");
    }

    @Test
    void shouldNotCallAPauseAStandstill() {
        // When
        progress.take(new Progress.Look(0, Set.of(PARTITION), offsets(5, 9), Map.of(), false));
        progress.take(new Progress.Look(60_000, Set.of(PARTITION), offsets(5, 9), Map.of(), false));
        look(65_000, 5, 9);

        // Then
        assertThat(report()).isEqualTo(new HealthReport.Partition(5, 4, true, 5, 65));
    }

    @Test
    void shouldSayHowLongTheOldestHasWaited() {
        // When
        look(0, 0, 10);
        look(5_000, 0, 20);
        look(6_000, 10, 30);

        // Then
        assertThat(report().oldestUnansweredSeconds()).isEqualTo(1);
    }

    @Test
    void shouldForgetWhatAnotherInstanceHas() {
        // When
        look(0, 0, 10);
        progress.take(new Progress.Look(60_000, Set.of(), offsets(0, 10), Map.of(), true));

        // Then
        assertThat(progress.report()).isEmpty();
    }

    @Test
    void shouldSuspectATaskWhoseThreadFailedUntilItMoves() {
        // When
        look(0, 3, 10);
        progress.take(failed(1_000, 3, 10));

        // Then
        assertThat(progress.problems()).singleElement().asString().startsWith("readings-0 stands at offset 3");

        // When
        progress.take(failed(2_000, 3, 10));
        progress.take(failed(3_000, 4, 10));

        // Then
        assertThat(progress.problems()).isEmpty();
    }

    /** The partition of a thread that failed is nobody's for a while. */
    private static Progress.Look failed(long at, long committed, long end) {
        return new Progress.Look(at, Set.of(), offsets(committed, end), Map.of(PARTITION, 500L), true);
    }

    @Test
    void shouldRememberABoundedNumberOfArrivals() {
        // When
        for (int second = 0; second < 10_000; second++) {
            look(second * 1_000L, 0, 1 + second);
        }

        // Then
        assertThat(report()).isEqualTo(new HealthReport.Partition(0, 10_000, false, 9_999, 9_999));
    }

    private void look(long at, long committed, long end) {
        progress.take(new Progress.Look(at, Set.of(PARTITION), offsets(committed, end), Map.of(), true));
    }

    private static Map<TopicPartition, PartitionOffsets> offsets(long committed, long end) {
        return Map.of(PARTITION, new PartitionOffsets(OptionalLong.of(committed), 0, end));
    }

    private HealthReport.Partition report() {
        return progress.report().get("readings-0");
    }
}
