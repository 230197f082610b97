package io.elmstream.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.model.ModelId;
import io.elmstream.rollout.ClassPair;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.InstanceReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ComparisonsTest {

    private static final ClassPair PAIR = new ClassPair("a", "b");
    private static final long NOW = 1_000_000;

    @Test
    void shouldTakeTheLatestCountOfARunAndAddUpTheRuns() {
        // When
        Comparisons comparisons = known(known(known(Comparisons.none(3), "one", 1), "two", 1), "one", 2)
                .with(report("one", 1), counted(10), NOW)
                .with(report("two", 1), counted(5), NOW)
                .with(report("one", 1), counted(12), NOW)
                // started again, it counts from zero
                .with(report("one", 2), counted(1), NOW);

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
            comparisons = known(comparisons, "one", run + 1).with(report("one", run + 1), counted(2), NOW);
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
            String id = "instance-" + instance;
            comparisons = known(comparisons, id, 1).with(report(id, 1), many, NOW);
        }

        // Then
        assertThat(comparisons.runs()).extracting(Comparisons.Run::comparison).allSatisfy(comparison -> {
            assertThat(comparison.compared()).isEqualTo(many.compared());
            assertThat(comparison.disagreements()).containsKey(new ClassPair("champion 999", "challenger 999"));
        });
        assertThat(comparisons.runs().stream()
                        .mapToInt(run -> run.comparison().room())
                        .sum())
                .isLessThanOrEqualTo(Comparisons.MAX_ROOM);
        assertThat(comparisons.sum().compared()).isEqualTo(50 * many.compared());
    }

    @Test
    void shouldCountNothingOfAFirstReportWhateverItSays() {
        // When
        Comparisons once = Comparisons.none(3).with(report("nobody", 1), counted(2_000_000), NOW);
        Comparisons twice = once.with(report("nobody", 1), counted(7), NOW);

        // Then
        assertThat(once.sum()).isEqualTo(Comparison.NONE);
        assertThat(twice.sum()).isEqualTo(counted(7));
    }

    @Test
    void shouldObjectToMoreReadingsThanThereCanBe() {
        // Given
        Comparisons known = known(Comparisons.none(3), "one", 1);

        // When, then
        assertThat(known.objection(report("one", 1), counted(1_000_000), NOW)).isEmpty();
        assertThat(known.objection(report("one", 1), counted(1_000_001), NOW).orElseThrow())
                .contains("1000001", "1000000");
        assertThat(known.objection(report("one", 1), counted(1_000_001), NOW + 1))
                .isEmpty();
        assertThat(known.objection(report("one", 1), new Comparison(0, 0, Map.of(), 0, 0, 0, 1_000_001), NOW))
                .isPresent();
        assertThat(known.objection(report("one", 1), counted(1_000_000), NOW - 60_000))
                .as("a clock that goes back")
                .isEmpty();
        assertThat(known.objection(report("two", 1), counted(2_000_000), NOW))
                .as("counted as nothing")
                .isEmpty();
    }

    @Test
    void shouldObjectToAReportThatIsOlderThanWhatWasCounted() {
        // Given
        Comparisons comparisons = known(Comparisons.none(3), "one", 1).with(report("one", 1), counted(10), NOW);

        // When, then
        assertThat(comparisons.objection(report("one", 1), counted(10), NOW)).isEmpty();
        assertThat(comparisons.objection(report("one", 1), counted(9), NOW).orElseThrow())
                .contains("less than an earlier report");
        assertThat(comparisons.objection(report("one", 2), counted(9), NOW))
                .as("another run")
                .isEmpty();
    }

    @Test
    void shouldForgetRunsThatCountedNothingBeforeAnyThatDid() {
        // Given
        Comparisons comparisons = known(Comparisons.none(3), "one", 1).with(report("one", 1), counted(10), NOW);

        // When
        for (int stranger = 0; stranger < 3 * Comparisons.MAX_RUNS; stranger++) {
            comparisons = known(comparisons, "stranger-" + stranger, 1);
        }

        // Then
        assertThat(comparisons.runs())
                .hasSize(Comparisons.MAX_RUNS)
                .extracting(Comparisons.Run::instanceId)
                .contains("one");
        assertThat(comparisons.sum()).isEqualTo(counted(10));
    }

    @Property(tries = 300)
    void shouldTakeAnyReportsForWhatTheyAreWorth(@ForAll @Size(max = 30) List<@From("reported") Comparison> reports) {
        // Given
        Comparisons comparisons = Comparisons.none(3);

        // When
        for (Comparison counts : reports) {
            InstanceReport report = report("one", counts, 1);
            if (ReportBounds.fault(report).isEmpty()
                    && comparisons.objection(report, counts, NOW).isEmpty()) {
                comparisons = comparisons.with(report, counts, NOW);
            }
        }

        // Then
        Comparison sum = comparisons.sum();
        assertThat(sum.compared()).isBetween(0L, 1_000_000L);
        assertThat(sum.agreed()).isBetween(0L, sum.compared());
        assertThat(sum.labelled()).isBetween(0L, sum.compared());
        assertThat(sum.championCorrect()).isBetween(0L, sum.labelled());
        assertThat(sum.challengerCorrect()).isBetween(0L, sum.labelled());
        assertThat(sum.disagreements().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isBetween(0L, sum.compared() - sum.agreed());
    }

    @Provide
    Arbitrary<Comparison> reported() {
        Arbitrary<Long> counts = Arbitraries.oneOf(
                Arbitraries.longs(),
                Arbitraries.longs().between(-1, 20),
                Arbitraries.longs().between(900_000, 1_100_000),
                Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE));
        Arbitrary<Map<ClassPair, Long>> pairs = Arbitraries.maps(
                        Arbitraries.of("b", "c", "d").map(other -> new ClassPair("a", other)), counts)
                .ofMaxSize(3);
        return Combinators.combine(counts, counts, pairs, counts, counts, counts, counts)
                .as(Comparison::new);
    }

    private static Comparisons known(Comparisons comparisons, String instanceId, long startedAt) {
        return comparisons.with(report(instanceId, startedAt), Comparison.NONE, NOW);
    }

    private static InstanceReport report(String instanceId, Comparison counts, long startedAt) {
        return new InstanceReport(
                instanceId,
                "elmstream",
                startedAt,
                99,
                false,
                List.of(new InstanceReport.Model(
                        new ModelId("shuttle"),
                        3,
                        OptionalInt.empty(),
                        List.of(),
                        Optional.of(new InstanceReport.Compared(3, counts)))));
    }

    private static InstanceReport report(String instanceId, long startedAt) {
        return new InstanceReport(instanceId, "elmstream", startedAt, 99, false, List.of());
    }

    private static Comparison counted(long readings) {
        return new Comparison(readings, 0, Map.of(PAIR, readings), 0, 0, 0, 0);
    }
}
