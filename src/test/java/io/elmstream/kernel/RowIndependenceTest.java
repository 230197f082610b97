package io.elmstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** A row's probabilities have the same bits whatever its neighbours, its place and the size of its batch. */
class RowIndependenceTest {

    private static final int INPUTS = 5;
    private static final int CLASSES = 5;
    /** Four chunks of the vector form, one panel and some more. */
    private static final int UNITS = 275;

    /** Those that training takes for all units. */
    private static final Set<Activation> TRAINED = EnumSet.range(Activation.SIGMOID, Activation.CLIP);

    private final Map<Activation, PackedModel> models = new EnumMap<>(Activation.class);

    RowIndependenceTest() {
        for (Activation activation : TRAINED) {
            models.put(activation, PackedModel.pack(new Blobs(INPUTS, CLASSES, 60, 1).train(UNITS, activation)));
        }
    }

    @Property(tries = 300)
    void shouldScoreARowTheSameInAnyCompany(
            @ForAll("rows") float[] rows,
            @ForAll @IntRange(max = 66) int place,
            @ForAll("activations") Activation activation,
            @ForAll("forms") ForwardPass pass) {
        // Given
        PackedModel model = models.get(activation);
        int count = rows.length / INPUTS;
        int chosen = place % count;
        float[] alone = new float[INPUTS];
        System.arraycopy(rows, chosen * INPUTS, alone, 0, INPUTS);
        float[] expected = new float[CLASSES];
        float[] scored = new float[count * CLASSES];

        // When
        pass.score(model, alone, 1, new Workspace(), expected);
        pass.score(model, rows, count, new Workspace(), scored);

        // Then
        for (int c = 0; c < CLASSES; c++) {
            assertThat(Float.floatToRawIntBits(scored[chosen * CLASSES + c]))
                    .isEqualTo(Float.floatToRawIntBits(expected[c]));
        }
    }

    @Provide
    Arbitrary<Activation> activations() {
        return Arbitraries.of(TRAINED);
    }

    @Provide
    Arbitrary<ForwardPass> forms() {
        return Arbitraries.of(new PlainForwardPass(), ForwardPass.fastest());
    }

    @Provide
    Arbitrary<float[]> rows() {
        Arbitrary<Float> usual = Arbitraries.floats().between(-50, 100);
        Arbitrary<Float> wild = Arbitraries.of(
                Float.NaN,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                Float.MIN_VALUE,
                -1e-40f,
                -0f,
                Float.MAX_VALUE);
        Arbitrary<Float> any = Arbitraries.frequencyOf(Tuple.of(9, usual), Tuple.of(1, wild));
        return Arbitraries.integers()
                .between(1, 67)
                .flatMap(count -> any.array(float[].class).ofSize(count * INPUTS));
    }
}
