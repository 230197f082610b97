package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.Activation;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the reference, which uses StrictMath. */
class BendsTest {

    private static final double[] SPECIAL = {0, -0.0, 1e-300, -1e-9, 19.0625, 19.07, -40, 710, -750, 1e12, -1e300};

    @ParameterizedTest
    @EnumSource
    void shouldBeTheReferenceUpToItsBound(Activation activation) {
        // Given
        double[] sums = DoubleStream.concat(
                        DoubleStream.of(SPECIAL), DoubleStream.iterate(-45, a -> a < 45, a -> a + 0.003_7))
                .toArray();
        double[] activations = sums.clone();

        // When
        Bends.apply(activation, activations, 0, sums.length);

        // Then
        for (int i = 0; i < sums.length; i++) {
            assertThat(activations[i])
                    .as("%s of %s", activation, sums[i])
                    .isCloseTo(activation.apply(sums[i]), within(Bends.MAX_ERROR));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTouchTheGivenRangeOnly(Activation activation) {
        // Given
        double[] sums = {2, -2, 2};

        // When
        Bends.apply(activation, sums, 1, 2);

        // Then
        assertThat(sums[0]).isEqualTo(2);
        assertThat(sums[1]).isCloseTo(activation.apply(-2), within(Bends.MAX_ERROR));
        assertThat(sums[2]).isEqualTo(2);
    }
}
