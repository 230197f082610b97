package io.elmstream.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StabilityIndexTest {

    @Test
    void shouldBeTheSumOverTheBins() {
        // Given
        double expected = (0.6 - 0.5) * Math.log(0.6 / 0.5) + (0.4 - 0.5) * Math.log(0.4 / 0.5);

        // When
        StabilityIndex index =
                StabilityIndex.of(List.of(new long[] {600_000, 400_000}), new double[] {0.5, 0.5}, 1_000_000, 0.01);

        // Then
        assertThat(index.value()).isCloseTo(expected, within(1e-4));
        assertThat(index.isBeyondChance()).isTrue();
    }

    @Test
    void shouldAllowMoreWhereLessWasCounted() {
        // Given
        double[] expected = {0.5, 0.5};

        // When
        StabilityIndex few = StabilityIndex.of(List.of(new long[] {12, 8}), expected, 1_000, 0.01);
        StabilityIndex many = StabilityIndex.of(List.of(new long[] {1_200, 800}), expected, 1_000, 0.01);

        // Then
        assertThat(few.limit()).isGreaterThan(10 * many.limit());
        assertThat(few.isBeyondChance()).isFalse();
        assertThat(many.isBeyondChance()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 0.3, 1", "10, 0.3, 0", "10, 0.05, 0"})
    void shouldBeBeyondChanceAsSeldomAsTheRiskSays(int parts, double risk, int atLeast) {
        // Given
        SplittableRandom random = new SplittableRandom(7);
        double[] expected = {0.1, 0.2, 0.3, 0.4};
        int beyond = 0;
        int trials = 1_000;

        // When
        for (int i = 0; i < trials; i++) {
            List<long[]> window = new ArrayList<>();
            for (int part = 0; part < parts; part++) {
                window.add(draw(random, expected, 500 / parts));
            }
            beyond += StabilityIndex.of(window, expected, 1_000_000_000, risk).isBeyondChance() ? 1 : 0;
        }

        // Then
        assertThat(beyond).isBetween(atLeast, (int) (risk * trials));
    }

    @Test
    void shouldTakeBinsThatTrainingNeverSawAsAChange() {
        // When
        StabilityIndex index = StabilityIndex.of(List.of(new long[] {90, 10}), new double[] {1, 0}, 1_000, 0.001);

        // Then
        assertThat(index.value()).isFinite().isPositive();
        assertThat(index.isBeyondChance()).isTrue();
    }

    private static long[] draw(SplittableRandom random, double[] shares, int readings) {
        long[] counts = new long[shares.length];
        for (int i = 0; i < readings; i++) {
            double left = random.nextDouble();
            int bin = 0;
            while (bin < shares.length - 1 && left >= shares[bin]) {
                left -= shares[bin++];
            }
            counts[bin]++;
        }
        return counts;
    }
}
