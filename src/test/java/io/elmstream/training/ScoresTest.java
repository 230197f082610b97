package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoresTest {

    @Test
    void shouldWeighRowsByWhatTheyRepresent() {
        // Given
        double[][] outputs = {{1, -1}, {1, -1}, {1, -1}, {-1, 1}};
        int[] labels = {0, 0, 1, 1};
        double[] shares = {9, 9, 1, 1};

        // When
        Scores scores = Scores.of(outputs, labels, shares, 1, List.of("fine", "hot"));

        // Then
        double likely = 1 / (1 + Math.exp(-2));
        double loss = -(19 * Math.log(likely) + Math.log(1 - likely)) / 20;
        assertThat(scores.accuracy()).isCloseTo(0.95, within(1e-12));
        assertThat(scores.macroRecall()).isCloseTo(0.75, within(1e-12));
        assertThat(scores.logLoss()).isCloseTo(loss, within(1e-9));
        assertThat(Metric.LOG_LOSS.value(scores)).isEqualTo(-scores.logLoss());
    }

    @Test
    void shouldKnowFewRowsToSayLittle() {
        // Given
        Scores few = perfect(10);
        Scores many = perfect(1000);

        // Then
        assertThat(few.accuracy()).isEqualTo(1);
        assertThat(few.accuracyError()).isBetween(0.05, 0.2);
        assertThat(many.accuracyError()).isLessThan(0.002);
        assertThat(few.macroRecallError()).isGreaterThan(many.macroRecallError());
        assertThat(few.logLossError()).isLessThan(1e-9);
    }

    private static Scores perfect(int rows) {
        double[][] outputs = new double[rows][];
        int[] labels = new int[rows];
        double[] shares = new double[rows];
        for (int r = 0; r < rows; r++) {
            labels[r] = r % 2;
            shares[r] = 1;
            outputs[r] = labels[r] == 0 ? new double[] {1, -1} : new double[] {-1, 1};
        }
        return Scores.of(outputs, labels, shares, 1, List.of("fine", "hot"));
    }
}
