package io.elmstream.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.rollout.ClassPair;
import io.elmstream.rollout.Comparison;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonsTest {

    private static final ClassPair PAIR = new ClassPair("a", "b");

    @Test
    void shouldTakeTheLatestCountOfARunAndAddUpTheRuns() {
        // When
        Comparisons comparisons = Comparisons.none(3)
                .with(report("one", 1), counted(10))
                .with(report("two", 1), counted(5))
                .with(report("one", 1), counted(12))
                // started again, it counts from zero
                .with(report("one", 2), counted(1));

        // Then
        assertThat(comparisons.revision()).isEqualTo(3);
        assertThat(comparisons.runs()).hasSize(3);
        assertThat(comparisons.sum()).isEqualTo(counted(18));
    }

    @Test
    void shouldLoseNothingWhenMoreRunsComeThanAreKeptApart() {
        // Given
        Comparisons comparisons = Comparisons.none(3);

        // When
        for (int run = 0; run < 3 * Comparisons.MAX_RUNS; run++) {
            comparisons = comparisons.with(report("one", run + 1), counted(2));
        }

        // Then
        assertThat(comparisons.runs()).hasSize(Comparisons.MAX_RUNS);
        assertThat(comparisons.sum()).isEqualTo(counted(6L * Comparisons.MAX_RUNS));
    }

    private static InstanceReport report(String instanceId, long startedAt) {
        return new InstanceReport(instanceId, "elmstream", startedAt, 99, false, List.of());
    }

    private static Comparison counted(long readings) {
        return new Comparison(readings, 0, Map.of(PAIR, readings), 0, 0, 0, 0);
    }
}
