package io.elmstream.elm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StandardiserTest {

    private final double[] z = new double[2];

    @Test
    void shouldTakeTheMeanOffAndDivideByTheScale() {
        // Given
        Standardiser standardiser = new Standardiser(new float[] {10, -1}, new float[] {4, 0.5f}, MissingValues.REFUSE);

        // When
        standardiser.apply(new float[] {12, -2}, z);

        // Then
        assertThat(z).containsExactly(0.5, -2);
    }

    @Test
    void shouldCutOffSensorsGoneWild() {
        // Given
        Standardiser standardiser = new Standardiser(new float[] {10, -1}, new float[] {4, 0.5f}, MissingValues.REFUSE);

        // When
        standardiser.apply(new float[] {Float.MAX_VALUE, -1e30f}, z);

        // Then
        assertThat(z).containsExactly(1e6, -1e6);
    }

    @Test
    void shouldPutTheMeanForAMissingFeatureWhereThePolicySaysSo() {
        // Given
        Standardiser standardiser = new Standardiser(new float[] {10, -1}, new float[] {4, 1}, MissingValues.MEAN);

        // When
        standardiser.apply(new float[] {Float.NaN, 0}, z);

        // Then
        assertThat(z).containsExactly(0, 1);
    }

    @Test
    void shouldRefuseWhatCannotBeScored() {
        Standardiser refusing = new Standardiser(new float[2], new float[] {1, 1}, MissingValues.REFUSE);
        Standardiser forgiving = new Standardiser(new float[2], new float[] {1, 1}, MissingValues.MEAN);
        assertThatThrownBy(() -> refusing.apply(new float[] {0, Float.NaN}, z))
                .hasMessageContaining("feature 1 is NaN");
        assertThatThrownBy(() -> forgiving.apply(new float[] {Float.POSITIVE_INFINITY, 0}, z))
                .hasMessageContaining("feature 0 is Infinity");
        assertThatThrownBy(() -> forgiving.apply(new float[3], z))
                .hasMessageContaining("row has length 3, must have 2");
    }

    @Test
    void shouldRefuseScalesThatCannotDivide() {
        for (float scale : new float[] {0, -1, Float.NaN, Float.MIN_VALUE, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Standardiser(new float[1], new float[] {scale}, MissingValues.MEAN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("scales[0] is " + scale);
        }
    }
}
