package io.elmstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExponentialTest {

    @Test
    void shouldStayWithinItsBound() {
        for (float x = -86; x <= 0; x += 1e-3f) {
            // Given
            float[] values = {7, x, 7};

            // When
            Exponential.apply(values, 1, 2);

            // Then
            double exact = Math.exp(x);
            assertThat(Math.abs(values[1] - exact) / exact).as("e^%s", x).isLessThan(5e-7);
            assertThat(values[0] + values[2]).isEqualTo(14);
        }
    }

    @Test
    void shouldBeOneAboveZeroAndNearlyZeroFarBelow() {
        // Given
        float[] values = {0, 3, Float.MAX_VALUE, -100, -Float.MAX_VALUE};

        // When
        Exponential.apply(values, 0, values.length);

        // Then
        assertThat(values).startsWith(1, 1, 1);
        assertThat(values[3]).isBetween(0f, 1e-37f);
        assertThat(values[4]).isBetween(0f, 1e-37f);
    }
}
