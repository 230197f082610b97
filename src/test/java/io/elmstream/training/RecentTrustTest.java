package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.Classifier;
import io.elmstream.elm.Softmax;
import io.elmstream.elm.Trust;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentTrustTest {

    private static final int ROWS = 24_000;
    private static final int PHASES = 4;

    /** Outputs of a model that stays as it is, for two classes that come nearer to each other and part again. */
    private static double[] outputs(Random random, int row, int label) {
        double distance = row < ROWS / 4 ? 3 : row < ROWS / 2 ? 3 - 8.0 * (row - ROWS / 4) / ROWS : 1;
        double x = (row < 3 * ROWS / 4 ? distance : 2) * (label - 0.5) + random.nextGaussian();
        return new double[] {-x, x};
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.9, 0.95})
    void shouldKeepItsCoverageWhileTheStreamDrifts(double stated) {
        // Given
        TrustGoal goal = new TrustGoal(stated, OptionalDouble.empty());
        RecentOutputs recent = new RecentOutputs(1_000);
        RecentTrust kept = new RecentTrust(goal, recent, new SeenRange(1));
        Random random = new Random(7);
        Trust once = null;
        double temperature = 1;
        int[] fixed = new int[PHASES];
        double before = 0;
        double coveredBefore = 0;

        // When
        for (int row = 0; row < ROWS; row++) {
            int label = random.nextInt(2);
            double[] outputs = outputs(random, row, label);
            if (once != null) {
                double[] probabilities = Softmax.of(outputs, temperature);
                int top = Classifier.predicted(probabilities);
                fixed[row * PHASES / ROWS] += once.sets().has(label, (float) probabilities[label], top) ? 1 : 0;
            }
            kept.add(outputs, label);
            if (row == 999) {
                temperature = recent.temperature();
                once = kept.trust(temperature, 2);
            }
            if ((row + 1) % (ROWS / PHASES) == 0) {
                // Then: in each phase, but for the first, where the model is right more often than that
                double judged = row + 1 - RecentTrust.EVERY;
                double covered = kept.coverage().orElseThrow() * judged;
                double share = (covered - coveredBefore) / (judged - before);
                assertThat(share).as("phase that ends with row %d", row).isGreaterThan(stated - 0.02);
                if (row >= ROWS / PHASES) {
                    assertThat(share).as("phase that ends with row %d", row).isCloseTo(stated, within(0.02));
                }
                before = judged;
                coveredBefore = covered;
            }
        }

        // Then: a calibration that stays as it was covers less
        assertThat((double) fixed[2] / (ROWS / PHASES)).isLessThan(stated - 0.05);
    }
}
