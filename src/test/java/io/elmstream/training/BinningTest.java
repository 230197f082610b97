package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.FeatureBins;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BinningTest {

    @Test
    void shouldDivideDistinctValuesIntoTenths() {
        // Given
        float[] values = new float[1_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 7) % 1_000;
        }

        // When
        FeatureBins bins = Binning.of(values, ones(values.length));

        // Then
        assertThat(bins.edges()).containsExactly(100, 200, 300, 400, 500, 600, 700, 800, 900);
        assertThat(Arrays.copyOf(bins.shares(), 10)).containsOnly(0.1f);
        assertThat(bins.shares()[10]).isZero();
    }

    @Test
    void shouldHaveFewerBinsWhereValuesRepeat() {
        // Given
        float[] zeros = {0, 0, 0, 0, 0, 0, 0, 0, 5, Float.NaN};
        float[] ones = {0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        float[] same = {3, 3, 3};
        float[] none = {Float.NaN, Float.NaN};

        // When, then
        assertThat(Binning.of(zeros, ones(10)))
                .isEqualTo(new FeatureBins(new float[] {5}, new float[] {0.8f, 0.1f, 0.1f}));
        assertThat(Binning.of(ones, ones(12)).edges()).containsExactly(1);
        assertThat(Binning.of(same, ones(3)))
                .isEqualTo(new FeatureBins(new float[] {3, Math.nextUp(3f)}, new float[] {0, 1, 0, 0}));
        assertThat(Binning.of(none, ones(2))).isEqualTo(new FeatureBins(new float[0], new float[] {0, 1}));
    }

    @Test
    void shouldCountEachRowByTheRowsThatItStandsFor() {
        // Given
        float[] values = {1, 2, 3};
        double[] weights = {8, 1, 1};

        // When
        FeatureBins bins = Binning.of(values, weights);

        // Then
        assertThat(bins.edges()).containsExactly(2, 3);
        assertThat(bins.shares()).containsExactly(0.8f, 0.1f, 0.1f, 0);
    }

    @Property(tries = 200)
    void shouldCountInTheBinsThatReadingsFallInto(@ForAll("values") float[] values) {
        // When
        FeatureBins bins = Binning.of(values, ones(values.length));

        // Then
        double[] counts = new double[bins.bins()];
        for (float value : values) {
            counts[bins.bin(value)]++;
        }
        for (int b = 0; b < counts.length; b++) {
            assertThat((double) bins.shares()[b]).isCloseTo(counts[b] / values.length, within(1e-6));
        }
        assertThat(bins.bins()).isLessThanOrEqualTo(Binning.BINS + 1);
    }

    @Provide
    Arbitrary<float[]> values() {
        Arbitrary<Float> few = Arbitraries.of(0f, -0f, 1f, 2f, Float.NaN, Float.MAX_VALUE);
        Arbitrary<Float> many = Arbitraries.floats().between(-10, 10);
        return Arbitraries.oneOf(few, many).array(float[].class).ofMinSize(1).ofMaxSize(300);
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
