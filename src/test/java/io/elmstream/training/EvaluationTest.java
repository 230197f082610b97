package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    private final Evaluation.Tally tally = new Evaluation.Tally(List.of("a", "b", "c"));

    @Test
    void shouldCountAsByHand() {
        // Given
        tally.add(0, new double[] {0.9, 0.1, 0});
        tally.add(0, new double[] {0.6, 0.4, 0});
        tally.add(0, new double[] {0.2, 0.8, 0});
        tally.add(1, new float[] {7, 0.1f, 0.9f, 0, 7}, 1);

        // When
        Evaluation evaluation = tally.evaluation();

        // Then
        assertThat(evaluation.confusion()).isDeepEqualTo(new long[][] {{2, 1, 0}, {0, 1, 0}, {0, 0, 0}});
        assertThat(evaluation.rows()).isEqualTo(4);
        assertThat(evaluation.accuracy()).isEqualTo(0.75);
        assertThat(evaluation.recall(0)).isCloseTo(2 / 3.0, within(1e-15));
        assertThat(evaluation.precision(1)).isEqualTo(0.5);
        assertThat(evaluation.precision(2)).isZero();
        assertThat(evaluation.macroRecall()).isCloseTo((2 / 3.0 + 1) / 2, within(1e-15));
    }

    @Test
    void shouldMeasureHowFarConfidenceIsFromTheTruth() {
        // Given: of four rows at a confidence of 0.95, three are right
        for (int actual : new int[] {0, 0, 0, 1}) {
            tally.add(actual, new double[] {0.95, 0.05, 0});
        }

        // When / Then
        assertThat(tally.evaluation().calibrationError()).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void shouldTakeTheFirstOfEqualProbabilities() {
        // When
        tally.add(0, new double[] {0.4, 0.4, 0.2});

        // Then
        assertThat(tally.evaluation().accuracy()).isEqualTo(1);
    }

    @Test
    void shouldBeZeroWithoutRows() {
        // When
        Evaluation evaluation = tally.evaluation();

        // Then
        assertThat(evaluation.accuracy()).isZero();
        assertThat(evaluation.macroRecall()).isZero();
        assertThat(evaluation.calibrationError()).isZero();
    }
}
