package io.elmstream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.Layers;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The yardstick of the kernel benchmarks computes the same model as the product, whatever its hidden layer. */
class EjmlScorerTest {

    private static final int INPUTS = 9;
    private static final int CLASSES = 7;
    private static final int ROWS = 5;

    static Stream<HiddenLayer> layers() {
        return Stream.of(Layers.family(INPUTS, 20, Activation.CLIP), Layers.radial(INPUTS, 20), Layers.mixed(INPUTS));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void shouldGiveTheScoresOfTheReference(HiddenLayer layer) {
        // Given
        Elm elm = Layers.elm(layer, CLASSES);
        float[] rows = Layers.values(ROWS * INPUTS, 4, 1);
        float[] scored = new float[ROWS * CLASSES];

        // When
        new EjmlScorer(elm).score(rows, ROWS, scored);

        // Then
        for (int r = 0; r < ROWS; r++) {
            double[] reference = elm.probabilities(Arrays.copyOfRange(rows, r * INPUTS, (r + 1) * INPUTS));
            for (int c = 0; c < CLASSES; c++) {
                assertThat((double) scored[r * CLASSES + c]).isCloseTo(reference[c], within(1e-5));
            }
        }
    }
}
