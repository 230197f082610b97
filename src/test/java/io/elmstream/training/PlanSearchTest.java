package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.elm.Blobs;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import io.elmstream.elm.SplitMix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanSearchTest {

    /** As if a reading took a nanosecond per unit, and the file four bytes per output weight. */
    private static final PlanSearch.Costs COSTS = new PlanSearch.Costs() {
        @Override
        public double nanos(Elm elm) {
            return elm.hidden().units();
        }

        @Override
        public long bytes(Elm elm) {
            return 4L * elm.beta().length;
        }
    };

    @Test
    void shouldChooseTheSamePlanAgain() {
        // Given
        Samples samples = rings(400);
        List<Trial> seen = new ArrayList<>();

        // When
        PlanSearch.Result first = search(samples, goal(32), seen);
        PlanSearch.Result again = search(samples, goal(32), new ArrayList<>());

        // Then
        assertThat(again).isEqualTo(first);
        assertThat(first.trials()).isEqualTo(seen).contains(first.chosen());
    }

    @Test
    void shouldFindThatRingsAreNotLinear() {
        // When
        Trial chosen = search(rings(400), goal(64), new ArrayList<>()).chosen();

        // Then
        assertThat(chosen.plan().layer().units()).isBetween(16, 64);
        assertThat(chosen.complete()).isTrue();
        assertThat(chosen.scores().accuracy()).isGreaterThan(0.9);
    }

    @Test
    void shouldNarrowRadialUnitsUntilTheySeeTheFieldsOfABoard() {
        // Given
        Samples board = new Blobs(2, 2, 600, 3).via(next -> {
            SplitMix random = new SplitMix(5);
            return (features, label) -> {
                int x = random.below(600);
                int y = random.below(600);
                next.row(new float[] {x, y}, (x / 100 + y / 100) % 2);
            };
        });

        // When
        PlanSearch.Result result = search(board, goal(256), new ArrayList<>());

        // Then
        assertThat(result.chosen().scores().accuracy()).isGreaterThan(0.8);
        assertThat(result.trials())
                .extracting(trial -> trial.plan().layer().description())
                .as("beside the gammas of the first round")
                .contains("radial 12, no direct links");
    }

    @Test
    void shouldTakeTheCheaperOfPlansThatAreEquallyGood() {
        // Given
        Samples easy = new Blobs(3, 2, 300, 1);

        // When
        Trial chosen = search(easy, goal(256), new ArrayList<>()).chosen();

        // Then
        assertThat(chosen.plan().layer().units()).isLessThan(128);
        assertThat(chosen.scores().accuracy()).isGreaterThan(0.99);
    }

    @Test
    void shouldKeepTheUnitsThatAreNamed() {
        // When
        PlanSearch.Result result = search(rings(300), goal(Optional.of(20), 20, 1e9, 1 << 30), new ArrayList<>());

        // Then
        assertThat(result.chosen().plan().layer().units()).isIn(0, 20);
        assertThat(result.trials()).hasSizeLessThan(15);
    }

    @Test
    void shouldKeepToTheLimits() {
        // When
        Trial fast = search(rings(300), goal(Optional.empty(), 64, 25, 1 << 30), new ArrayList<>())
                .chosen();

        // Then
        assertThat(fast.nanos()).isLessThanOrEqualTo(25);
        assertThatThrownBy(() -> search(rings(300), goal(Optional.empty(), 64, 1e9, 8), new ArrayList<>()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("no plan meets the limits")
                .hasMessageContaining("bytes");
    }

    @ParameterizedTest
    @CsvSource({"2, 2, 12", "40, 3, 60", "3, 26, 200", "1, 2, 50"})
    void shouldSearchDataOfAnyShape(int inputs, int classes, int rows) {
        // When
        Trial chosen = search(new Blobs(inputs, classes, rows, 1), goal(32), new ArrayList<>())
                .chosen();

        // Then
        assertThat(chosen.scores().accuracy()).isGreaterThan(1.0 / classes);
    }

    @Test
    void shouldSearchConstantColumnsAndRareClasses() {
        // Given
        Samples samples = new Blobs(3, 2, 500, 1).via(next -> new Samples.Visitor() {
            private int count;

            @Override
            public void row(float[] features, int label) {
                boolean rare = count++ % 100 == 0;
                next.row(new float[] {5, rare ? 1 : -1, count % 3}, rare ? 1 : 0);
            }
        });

        // When
        Trial chosen = search(samples, goal(32), new ArrayList<>()).chosen();

        // Then
        assertThat(chosen.scores().macroRecall()).isEqualTo(1);
        assertThat(chosen.scores().macroRecallError())
                .as("five rows show little")
                .isGreaterThan(0.02);
    }

    private static PlanSearch.Result search(Samples samples, SearchGoal goal, List<Trial> seen) {
        return PlanSearch.search(samples, new Validation.LeaveOneOut(), goal, COSTS, Cores.ONE, seen::add);
    }

    private static SearchGoal goal(int mostUnits) {
        return goal(Optional.empty(), mostUnits, Double.POSITIVE_INFINITY, Long.MAX_VALUE);
    }

    private static SearchGoal goal(Optional<Integer> units, int mostUnits, double maxNanos, long maxBytes) {
        return new SearchGoal(
                Metric.ACCURACY,
                units,
                mostUnits,
                Optional.empty(),
                maxNanos,
                maxBytes,
                MissingValues.REFUSE,
                1,
                "test");
    }

    /** Points inside and outside a circle. */
    private static Samples rings(int rows) {
        return new Blobs(2, 2, rows, 3).via(next -> (features, label) -> {
            float x = features[0] - 1.5f;
            float y = features[1] - 11.5f;
            next.row(new float[] {x, y}, x * x + y * y < 4 ? 0 : 1);
        });
    }
}
