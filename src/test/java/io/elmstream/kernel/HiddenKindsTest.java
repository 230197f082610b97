package io.elmstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.Activation;
import io.elmstream.elm.DirectHidden;
import io.elmstream.elm.Elm;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.Layers;
import io.elmstream.elm.MixedHidden;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of hidden layer, in every form of the forward pass, gives the scores of the reference. */
class HiddenKindsTest {

    private static final int ROWS = 67;

    static Stream<Arguments> formsAndLayers() {
        return Stream.of(new PlainForwardPass(), ForwardPass.fastest())
                .flatMap(form -> Stream.of(1, 2, 9, 16, 33)
                        .flatMap(inputs -> layers(inputs)
                                .flatMap(layer ->
                                        Stream.of(3, 7, 11).map(classes -> Arguments.of(form, layer, classes)))));
    }

    static Stream<HiddenLayer> layers(int inputs) {
        return Stream.concat(
                Stream.of(Activation.SIGMOID, Activation.TANH, Activation.RELU, Activation.CLIP)
                        .flatMap(activation -> Stream.of(
                                Layers.family(inputs, 37, activation),
                                Layers.anchored(inputs, 129, activation),
                                Layers.sparse(inputs, 40, activation),
                                new MixedHidden(
                                        List.of(Layers.family(inputs, 75, activation), new DirectHidden(inputs))))),
                Stream.of(
                        Layers.radial(inputs, 20),
                        new DirectHidden(inputs),
                        new MixedHidden(List.of(Layers.radial(inputs, 130), new DirectHidden(inputs))),
                        Layers.mixed(inputs)));
    }

    @ParameterizedTest
    @MethodSource("formsAndLayers")
    void shouldGiveTheScoresOfTheReference(ForwardPass pass, HiddenLayer hidden, int classes) {
        // Given
        int inputs = hidden.inputs();
        Elm elm = Layers.elm(hidden, classes);
        float[] rows = Layers.values(ROWS * inputs, 4, 1);
        rows[0] = Float.NaN;
        rows[inputs - 1] = 1e9f;
        float[] scored = new float[ROWS * classes];
        float[] alone = new float[classes];

        // When
        pass.score(PackedModel.pack(elm), rows, ROWS, new Workspace(), scored);

        // Then
        for (int r = 0; r < ROWS; r++) {
            float[] row = Arrays.copyOfRange(rows, r * inputs, (r + 1) * inputs);
            double[] reference = elm.probabilities(row);
            pass.score(PackedModel.pack(elm), row, 1, new Workspace(), alone);
            for (int c = 0; c < classes; c++) {
                assertThat((double) scored[r * classes + c]).isCloseTo(reference[c], within(1e-4));
                assertThat(Float.floatToRawIntBits(alone[c]))
                        .as("bits of row %s alone", r)
                        .isEqualTo(Float.floatToRawIntBits(scored[r * classes + c]));
            }
        }
    }
}
