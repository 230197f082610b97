package io.elmstream.elm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ByteColumnsTest {

    @Property(tries = 200)
    void shouldFindTheScalesOfWhatItRounded(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 9) int columns,
            @ForAll @IntRange(min = -30, max = 19) int exponent) {
        // Given
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[40 * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.scalb(2 * random.nextDouble() - 1, exponent);
        }

        // When
        float[] rounded = ByteColumns.round(values, columns);

        // Then
        float[] scales = ByteColumns.scales(rounded, columns).orElseThrow();
        for (int i = 0; i < values.length; i++) {
            assertThat(rounded[i]).isCloseTo(values[i], within(0.51f * scales[i % columns]));
        }
        assertThat(ByteColumns.round(rounded, columns)).isEqualTo(rounded);
    }

    @Test
    void shouldKeepColumnsOfZeros() {
        // When
        float[] rounded = ByteColumns.round(new float[] {0, 3, -0f, -1, 0, 2}, 2);

        // Then
        assertThat(ByteColumns.scales(rounded, 2).orElseThrow()[0]).isZero();
        assertThat(rounded[0]).isZero();
        assertThat(Float.floatToRawIntBits(rounded[2]))
                .as("not a negative zero")
                .isZero();
    }

    @Test
    void shouldTellOtherMatrices() {
        assertThat(ByteColumns.scales(new float[] {0.1f, 0.2f, 0.30001f}, 1)).isEmpty();
        assertThat(ByteColumns.scales(new float[] {127, 1.5f}, 1)).isEmpty();
        assertThat(ByteColumns.scales(new float[] {127, -0f}, 1)).isEmpty();
    }
}
