package io.elmstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Activation;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.HiddenUnits;
import io.elmstream.elm.Layers;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Leaving out the inputs that a unit does not see changes no bit of its sum. */
class SimdHiddenTest {

    static Stream<HiddenLayer> layers() {
        return Stream.of(1, 2, 9, 16, 33, 70)
                .flatMap(inputs -> Stream.of(
                        Layers.anchored(inputs, 333, Activation.TANH),
                        Layers.sparse(inputs, 200, Activation.CLIP),
                        Layers.mixed(inputs)));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void shouldSumAllInputsInAscendingOrderFromTheBias(HiddenLayer hidden) {
        // Given
        HiddenUnits units = hidden.expand();
        PackedHidden packed = new PackedHidden(units);
        float[] weights = units.matrix();
        float[] inputs = Layers.values(units.columns() * SimdForwardPass.TILE, 3, 5);
        float[] sums = new float[SimdOutputs.LENGTH];

        for (UnitGroup group : packed.groups) {
            for (int from = group.first(); from < group.first() + group.count(); from += PackedModel.CHUNK) {
                int to = Math.min(from + PackedModel.CHUNK, group.first() + group.count());

                // When
                SimdHidden.sums(packed, group, from, to, inputs, sums);

                // Then
                for (int s = from; s < to; s++) {
                    int u = packed.units[s];
                    float slope = units.activation(u) == Activation.SIGMOID ? 0.5f : 1;
                    for (int lane = 0; lane < SimdForwardPass.TILE; lane++) {
                        float expected = slope * units.bias(u);
                        for (int j = 0; j < units.columns(); j++) {
                            float weight = slope * weights[u * units.columns() + j];
                            expected = Math.fma(weight, inputs[j * SimdForwardPass.TILE + lane], expected);
                        }
                        assertThat(Float.floatToIntBits(sums[(s - from) * SimdForwardPass.TILE + lane]))
                                .as("unit %s of %s", u, hidden.description())
                                .isEqualTo(Float.floatToIntBits(expected));
                    }
                }
            }
        }
    }
}
