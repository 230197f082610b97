package io.elmstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.ExplicitHidden;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.Layers;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.Standardiser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedModelTest {

    @ParameterizedTest
    @CsvSource({
        "1, 2, REFUSE, -1",
        "1, 2, MEAN, -1",
        "NaN, 2, REFUSE, 0",
        "1, NaN, REFUSE, 1",
        "1, NaN, MEAN, -1",
        "Infinity, NaN, MEAN, 0",
        "NaN, -Infinity, MEAN, 1"
    })
    void shouldFindTheFirstFeatureThatItCannotScore(float first, float second, MissingValues missing, int expected) {
        // Given: the second of three rows, between two that no model can score
        float[] rows = {Float.NaN, Float.POSITIVE_INFINITY, first, second, Float.NaN, Float.POSITIVE_INFINITY};

        // When
        int found = PackedModel.pack(elm(missing)).firstUnusable(rows, 2);

        // Then
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void shouldTakeLessMemoryWhereUnitsSeeFewInputs() {
        // Given
        int inputs = 100;
        HiddenLayer few = Layers.family(inputs, 256, Activation.TANH);
        HiddenLayer all = new ExplicitHidden(
                inputs, Activation.TANH, Layers.values(inputs * 256, 1, 1), Layers.values(256, 1, 2));

        // When
        PackedModel packed = PackedModel.pack(Layers.elm(few, 3));
        int bytes = packed.bytes();
        int dense = PackedModel.pack(Layers.elm(all, 3)).bytes();

        // Then: the weights of a dense layer alone
        assertThat(dense).isGreaterThan(inputs * 256 * Float.BYTES);
        assertThat(bytes).isBetween(256 * Float.BYTES, inputs * 256 * Float.BYTES / 3);
    }

    private static Elm elm(MissingValues missing) {
        return new Elm(
                List.of("a", "b"),
                List.of("yes", "no"),
                new Standardiser(new float[2], new float[] {1, 1}, missing),
                new ExplicitHidden(2, Activation.SIGMOID, new float[2], new float[1]),
                new float[2],
                1,
                new Provenance("", 0, 0, Provenance.Quality.UNKNOWN, "test"));
    }
}
