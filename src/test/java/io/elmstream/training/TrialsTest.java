package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Blobs;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrialsTest {

    private static final SearchGoal GOAL = new SearchGoal(
            Metric.ACCURACY,
            Optional.empty(),
            32,
            Optional.empty(),
            Double.POSITIVE_INFINITY,
            Long.MAX_VALUE,
            MissingValues.REFUSE,
            1,
            "test");

    private static final Comparator<Trial> CHEAPEST = Comparator.comparing(Trial::modelledNanos);

    private final List<Trial> trained = new ArrayList<>();
    private final Trials trials = trials(new Blobs(3, 2, 100, 1));

    @Test
    void shouldPreferTheLeastLogLossAmongPlansThatTheAccuracyCannotTell() {
        // Given
        Trial highest = trial(0.900, 0.02, 0.50, 10);
        Trial surer = trial(0.897, 0.02, 0.30, 10);
        Trial worse = trial(0.850, 0.02, 0.10, 10);

        // Then
        assertThat(trials.best(List.of(highest, surer, worse))).isEqualTo(surer);
    }

    @Test
    void shouldTakeTheCheapestOfThoseThatAreAsGood() {
        // Given
        Trial best = trial(0.9000, 0.02, 0.300, 100);
        Trial asGood = trial(0.8985, 0.02, 0.301, 50);
        Trial lessAccurate = trial(0.8970, 0.02, 0.301, 20);
        Trial lessSure = trial(0.8995, 0.02, 0.330, 20);

        // Then
        assertThat(trials.choose(List.of(best, asGood, lessAccurate, lessSure), CHEAPEST))
                .isEqualTo(asGood);
    }

    @Test
    void shouldNotTryTheSameAgain() {
        // Given
        ClassWeights weights = new ClassWeights.None();
        Trial first = trials.of(LayerPlan.linear(), weights);

        // When
        List<Trial> again = trials.of(List.of(LayerPlan.linear()), weights, 200);

        // Then
        assertThat(again).containsExactly(first);
        assertThat(trained).containsExactly(first);
        assertThat(trials.all()).containsExactly(first);
    }

    private Trials trials(Samples samples) {
        PlanSearch.Costs free = new PlanSearch.Costs() {
            @Override
            public double nanos(Elm elm) {
                return 1;
            }

            @Override
            public long bytes(Elm elm) {
                return 1;
            }
        };
        TrialRun run = TrialRun.of(samples, new Validation.LeaveOneOut(), GOAL, free, Cores.ONE, trained::add, 1000);
        return new Trials(GOAL, run);
    }

    private static Trial trial(double accuracy, double error, double logLoss, double nanos) {
        Scores scores = new Scores(accuracy, error, accuracy, error, logLoss, 0.02, 0.01);
        TrainingPlan plan = GOAL.plan(LayerPlan.linear(), new ClassWeights.None());
        return new Trial(plan, 100, true, scores, nanos, nanos, 1);
    }
}
