package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.DirectHidden;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.MixedHidden;
import io.elmstream.elm.SeededHidden;
import io.elmstream.elm.Standardiser;
import io.elmstream.elm.WeightGenerator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One row and a block of rows against the reference of the layer itself. */
class HiddenMapTest {

    private static final int INPUTS = 5;

    @Test
    void shouldComputeTheActivationsOfTheLayer() {
        // Given
        Standardiser standardiser =
                new Standardiser(new float[INPUTS], new float[] {1, 2, 3, 4, 5}, MissingValues.REFUSE);
        HiddenLayer layer = new MixedHidden(List.of(
                new SeededHidden(INPUTS, 13, Activation.TANH, WeightGenerator.SPLITMIX_MIXED_1, 1),
                new DirectHidden(INPUTS),
                new SeededHidden(INPUTS, 9, Activation.SIGMOID, WeightGenerator.SPLITMIX_MIXED_1, 2)));
        HiddenMap map = new HiddenMap(standardiser, layer);
        HiddenBlock block = new HiddenBlock(map);
        List<float[]> rows = new ArrayList<>();
        new Blobs(INPUTS, 3, HiddenBlock.ROWS - 1, 3).forEach((row, label) -> {
            rows.add(row.clone());
            block.add(row, new Target.Own(label));
        });

        // When
        block.activate();

        // Then
        for (int r = 0; r < rows.size(); r++) {
            double[] z = new double[INPUTS];
            standardiser.apply(rows.get(r), z);
            double[] reference = new double[map.units()];
            layer.expand().apply(z, reference);
            double[] single = new double[map.units()];
            map.apply(rows.get(r), single);
            assertThat(single).containsExactly(reference, within(1e-14));
            assertThat(block.byRow()[r]).isEqualTo(single);
            for (int u = 0; u < single.length; u++) {
                assertThat(block.at(r, u)).isEqualTo(single[u]);
            }
        }
    }
}
