package io.elmstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProbabilitiesTest {

    static Stream<float[]> unsound() {
        return Stream.of(
                new float[] {1.081f, -0.081f},
                new float[] {Float.NaN, 1},
                new float[] {1, Float.NaN},
                new float[] {Float.POSITIVE_INFINITY, 0},
                new float[] {0.6f, 0.6f},
                new float[] {0.5f, 0.498f},
                new float[] {0, 0});
    }

    @ParameterizedTest
    @MethodSource("unsound")
    void shouldTellWhatAreNoProbabilities(float[] scores) {
        assertThat(Probabilities.areSound(scores, 0, scores.length)).isFalse();
    }

    @Test
    void shouldTakeWhatRoundingLeavesOfOne() {
        // Given: a row behind another one
        float[] scores = {Float.NaN, 1, 0.3f, 0.6995f};

        // When / Then
        assertThat(Probabilities.areSound(scores, 2, 2)).isTrue();
    }
}
