package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The solution put into its own system. */
class RidgeSystemTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 47, 48, 49, 97, 150})
    void shouldSolve(int units) {
        // Given
        double[][] gram = gram(units, 2 * units);
        double[] side = new SplittableRandom(2).doubles(units, -1, 1).toArray();

        // When
        double[][] solution = {side.clone()};
        RidgeSystem.of(gram, 0.5, 0.3).solve(solution);

        // Then
        for (int i = 0; i < units; i++) {
            double left = 0.3 * solution[0][i];
            for (int j = 0; j < units; j++) {
                left += 0.5 * gram[i][j] * solution[0][j];
            }
            assertThat(left).isCloseTo(side[i], within(1e-10));
        }
    }

    @Test
    void shouldSolveASystemThatIsSingularButForRounding() {
        // Given
        double[][] gram = gram(60, 3);
        for (double[] row : gram) {
            Arrays.setAll(row, j -> 1e20 * row[j]);
        }

        // When
        double[][] solution = {new double[60]};
        Arrays.fill(solution[0], 1);
        RidgeSystem.of(gram, 1, 1e-10).solve(solution);

        // Then
        assertThat(Arrays.stream(solution[0])).allMatch(Double::isFinite);
    }

    private static double[][] gram(int units, int rows) {
        SplittableRandom random = new SplittableRandom(1);
        double[][] hidden = new double[rows][];
        Arrays.setAll(hidden, r -> random.doubles(units, -1, 1).toArray());
        double[][] gram = new double[units][units];
        for (double[] h : hidden) {
            for (int i = 0; i < units; i++) {
                for (int j = 0; j < units; j++) {
                    gram[i][j] += h[i] * h[j];
                }
            }
        }
        return gram;
    }
}
