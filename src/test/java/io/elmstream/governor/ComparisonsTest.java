package io.elmstream.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.rollout.ClassPair;
import io.elmstream.rollout.Comparison;
import java.util.HashMap;
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

    @Test
    void shouldKeepTheMostFrequentDisagreementsOfEachRunWhereAllWouldNotFitIntoARecord() {
        // Given
        Map<ClassPair, Long> pairs = new HashMap<>();
        for (int pair = 0; pair < 1_000; pair++) {
            pairs.put(new ClassPair("champion " + pair, "challenger " + pair), pair + 1L);
        }
        Comparison many = new Comparison(600_000, 99_500, pairs, 0, 0, 0, 0);
        Comparisons comparisons = Comparisons.none(3);

        // When
        for (int instance = 0; instance < 50; instance++) {
            comparisons = comparisons.with(report("instance-" + instance, 1), many);
        }

        // Then
        assertThat(comparisons.runs()).extracting(Comparisons.Run::comparison).allSatisfy(comparison -> {
            assertThat(comparison.compared()).isEqualTo(many.compared());
            assertThat(comparison.disagreements()).containsKey(new ClassPair("champion 999", "challenger 999"));
        });
        assertThat(comparisons.runs().stream().mapToInt(run -> run.comparison().room()).sum())
                .isLessThanOrEqualTo(Comparisons.MAX_ROOM);
        assertThat(comparisons.sum().compared()).isEqualTo(50 * many.compared());
    }

    private static InstanceReport report(String instanceId, long startedAt) {
        return new InstanceReport(instanceId, "elmstream", startedAt, 99, false, List.of());
    }

    private static Comparison counted(long readings) {
        return new Comparison(readings, 0, Map.of(PAIR, readings), 0, 0, 0, 0);
    }
}
