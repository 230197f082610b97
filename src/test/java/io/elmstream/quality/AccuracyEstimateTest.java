package io.elmstream.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AccuracyEstimateTest {

    private static final Expectation EXPECTATION =
            new Expectation(1_000, new double[0][], 100_000, new double[] {0.5, 0.5}, 0.85, 0.85);

    @Test
    void shouldFollowCalibratedConfidences() {
        // Given
        SplittableRandom random = new SplittableRandom(1);
        int inside = 0;
        int trials = 400;

        // When
        for (int i = 0; i < trials; i++) {
            List<QualitySketch> parts = new ArrayList<>();
            double hard = random.nextDouble();
            double truth = hard * 0.6 + (1 - hard) * 0.95;
            for (int part = 0; part < 10; part++) {
                parts.add(part(random, hard));
            }
            AccuracyEstimate estimate = AccuracyEstimate.of(parts, EXPECTATION);
            inside += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
        }

        // Then
        assertThat((double) inside / trials).isBetween(0.9, 1.0);
    }

    @Test
    void shouldAddWhatTheCalibrationWasOffBy() {
        // Given
        Expectation tooSure = new Expectation(1_000, new double[0][], 1_000, new double[] {0.5, 0.5}, 0.9, 0.8);
        QualitySketch window = new QualitySketch(100, 90, 81, new long[] {50, 50}, new long[0][], 0, 0);

        // When
        AccuracyEstimate estimate = AccuracyEstimate.of(List.of(window), tooSure);

        // Then
        assertThat(estimate.value()).isCloseTo(0.8, within(1e-9));
        assertThat(estimate.low()).isLessThan(0.8);
        assertThat(estimate.high()).isBetween(0.8, 1.0);
    }

    /** Some readings are hard, with a confidence of 0.6, the others easy, with 0.95. */
    private static QualitySketch part(SplittableRandom random, double hard) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 500; i++) {
            double confidence = random.nextDouble() < hard ? 0.6 : 0.95;
            sum += confidence;
            squares += confidence * confidence;
        }
        return new QualitySketch(500, sum, squares, new long[] {250, 250}, new long[0][], 0, 0);
    }
}
