package io.elmstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TanhTest {

    @Test
    void shouldKeepItsBoundOverAllMagnitudes() {
        // Given: every 509th float from 0 to infinity
        float[] values = new float[1 << 16];
        double worst = 0;
        int bits = 0;
        int last = Float.floatToIntBits(Float.POSITIVE_INFINITY);
        while (bits <= last) {
            int count = 0;
            for (; count < values.length && bits <= last; bits += 509) {
                values[count++] = Float.intBitsToFloat(bits);
            }
            float[] arguments = values.clone();

            // When
            Tanh.apply(values, 0, count);

            for (int i = 0; i < count; i++) {
                worst = Math.max(worst, Math.abs(values[i] - StrictMath.tanh(arguments[i])));
            }
        }

        // Then
        assertThat(worst).isLessThan(Tanh.MAX_ERROR);
    }

    @Test
    void shouldBeOddToTheBit() {
        // Given
        float[] values = {0.3f, -0.3f, 8.9f, -8.9f, 100, -100, 0, 1e-40f};

        // When
        Tanh.apply(values, 0, values.length);

        // Then
        assertThat(values[1]).isEqualTo(-values[0]);
        assertThat(values[3]).isEqualTo(-values[2]);
        assertThat(values[5]).isEqualTo(-values[4]);
        assertThat(values[6]).isZero();
        assertThat(values[7]).isBetween(0f, 1.1e-40f);
    }
}
