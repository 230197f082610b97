package io.elmstream.elm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WeightGeneratorTest {

    private static final WeightGenerator GENERATOR = WeightGenerator.SPLITMIX_MIXED_1;

    /** Models in the field are made of these numbers: if this fails, give the changed generator a name of its own. */
    @Test
    void shouldDrawTheSameNumbersForEver() {
        assertThat(GENERATOR.id()).isEqualTo("splitmix-mixed-1");
        assertThat(WeightGenerator.named("splitmix-mixed-1")).contains(GENERATOR);
        assertThat(WeightGenerator.named("dice")).isEmpty();
        assertThat(Arrays.hashCode(GENERATOR.weights(42, 9, 24, Activation.RELU)))
                .isEqualTo(1635018196);
        assertThat(Arrays.hashCode(GENERATOR.biases(42, 9, 24, Activation.RELU)))
                .isEqualTo(1999722225);
    }

    @Property
    void shouldConnectEachUnitWithTwoThreeFourOrAllInputs(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int inputs) {
        // When
        float[] weights = GENERATOR.weights(seed, inputs, 8, Activation.RELU);

        // Then
        for (int u = 0; u < 8; u++) {
            int expected = Math.min(inputs, u % 4 == 3 ? inputs : u % 4 + 2);
            float bound = (float) Math.sqrt(3.0 / expected);
            int seen = 0;
            for (int j = 0; j < inputs; j++) {
                float weight = weights[u * inputs + j];
                assertThat(weight).isBetween(-bound, bound);
                seen += weight != 0 ? 1 : 0;
            }
            // a weight of exactly 0 is drawn once in 16 million
            assertThat(seen).isBetween(expected - 1, expected);
        }
    }

    @Test
    void shouldBeTheSplitMixOfTheJdk() {
        // Given
        SplittableRandom reference = new SplittableRandom(7);

        // When
        float[] weights = GENERATOR.weights(7, 1, 3, Activation.RELU);
        float[] biases = GENERATOR.biases(7, 1, 3, Activation.RELU);

        // Then
        for (int u = 0; u < 3; u++) {
            reference.nextLong();
            float expected = (float) ((reference.nextLong() >>> 40) * 0x1p-23 - 1) * (float) Math.sqrt(3);
            assertThat(weights[u]).isEqualTo(expected);
        }
        for (int u = 0; u < 3; u++) {
            assertThat(biases[u]).isEqualTo((float) ((reference.nextLong() >>> 40) * 0x1p-23 - 1));
        }
    }

    @Test
    void shouldMakeTanhSteeperAndTheSigmoidJustAsSteep() {
        // When
        float relu = GENERATOR.weights(3, 2, 1, Activation.RELU)[0];
        float tanh = GENERATOR.weights(3, 2, 1, Activation.TANH)[0];
        float sigmoid = GENERATOR.weights(3, 2, 1, Activation.SIGMOID)[0];

        // Then
        assertThat(tanh).isEqualTo(2 * relu);
        assertThat(sigmoid).isEqualTo(4 * relu);
    }

    @Test
    void shouldGiveWeightedSumsAVarianceOfOne() {
        // Given
        int units = 40_000;

        // When
        float[] weights = GENERATOR.weights(1, 12, units, Activation.RELU);
        double squares = 0;
        for (float weight : weights) {
            squares += (double) weight * weight;
        }

        // Then
        assertThat(squares / units).isCloseTo(1, within(0.02));
    }
}
