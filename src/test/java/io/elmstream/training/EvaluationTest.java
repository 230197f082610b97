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
    void shouldTellHowSureItIs() {
        // Given: 90 of 100 rows of a, 2 of 2 rows of b
        for (int r = 0; r < 100; r++) {
            tally.add(0, r < 90 ? new double[] {1, 0, 0} : new double[] {0, 1, 0});
        }
        tally.add(1, new double[] {0, 1, 0});
        tally.add(1, new double[] {0, 1, 0});

        // When
        Evaluation evaluation = tally.evaluation();

        // Then: p = (k + 1) / (n + 2), variance p (1 - p) / n
        double a = 91 / 102.0 * (11 / 102.0) / 100;
        double b = 3 / 4.0 * (1 / 4.0) / 2;
        assertThat(evaluation.macroRecallError()).isCloseTo(Math.sqrt(a + b) / 2, within(1e-12));
        assertThat(evaluation.accuracyError()).isCloseTo(Math.sqrt(a * 100 * 100 + b * 2 * 2) / 102, within(1e-12));
        assertThat(evaluation.neverRecalled()).isEmpty();
    }

    @Test
    void shouldBeNoSurerIfARowRepresentsMany() {
        // Given
        Evaluation.Tally weighted = new Evaluation.Tally(List.of("a", "b", "c"));
        for (int r = 0; r < 10; r++) {
            double[] right = {r < 5 ? 1 : 0, r < 5 ? 0 : 1, 0};
            weighted.add(r < 5 ? 0 : 1, right, 100);
            tally.add(r < 5 ? 0 : 1, right);
        }

        // When / Then
        assertThat(weighted.evaluation().rows()).isEqualTo(1000);
        assertThat(weighted.evaluation().accuracyError())
                .isEqualTo(tally.evaluation().accuracyError());
    }

    @Test
    void shouldNameClassesThatAreNeverPredictedRight() {
        // When
        tally.add(0, new double[] {1, 0, 0});
        tally.add(2, new double[] {1, 0, 0});

        // Then
        assertThat(tally.evaluation().neverRecalled()).containsExactly("c");
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
