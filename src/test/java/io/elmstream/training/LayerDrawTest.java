package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.Elm;
import io.elmstream.elm.HalfFloat;
import io.elmstream.elm.HiddenUnits;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.RadialHidden;
import io.elmstream.elm.Samples;
import io.elmstream.elm.Standardiser;
import io.elmstream.elm.UnitFamily;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayerDrawTest {

    private static final UnitFamily FAMILY = new UnitFamily(List.of(1, 2, 3), List.of(2f, 4f));

    private static List<LayerPlan> plans() {
        UnitPlan family = new UnitPlan.Family(20, Activation.TANH, FAMILY, true);
        UnitPlan contrast = new UnitPlan.Contrast(20, Activation.CLIP, List.of(1, 3), 4);
        return List.of(
                LayerPlan.linear(),
                LayerPlan.mixed(20, Activation.SIGMOID),
                LayerPlan.of(new UnitPlan.Family(20, Activation.RELU, FAMILY, false)),
                LayerPlan.of(family),
                new LayerPlan(List.of(contrast), false),
                LayerPlan.of(new UnitPlan.Radial(20, 0.4f)),
                new LayerPlan(List.of(family, contrast), true));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void shouldTrainEveryKindAndStoreWhatItDrew(LayerPlan plan) throws ArtefactException {
        // Given
        Samples samples = new Blobs(5, 3, 300, 1);

        // When
        Elm elm = train(samples, plan);
        byte[] bytes = bytes(elm);

        // Then
        assertThat(elm.hidden().units()).isEqualTo(plan.columns(5));
        assertThat(elm.provenance().quality().accuracy()).isGreaterThan(0.95);
        assertThat(ArtefactFormat.read(bytes).elm()).isEqualTo(elm);
        assertThat(bytes(train(samples, plan))).isEqualTo(bytes);
    }

    @Test
    void shouldBendAtTrainingRows() {
        // Given
        LayerPlan plan = new LayerPlan(List.of(new UnitPlan.Family(30, Activation.TANH, FAMILY, true)), false);
        Samples samples = new Blobs(5, 3, 40, 1);

        // When
        Elm elm = train(samples, plan);

        // Then
        HiddenUnits units = elm.units();
        double[] nearest = new double[units.count()];
        Arrays.fill(nearest, 1);
        forEachActivation(elm, samples, h -> {
            for (int u = 0; u < h.length; u++) {
                nearest[u] = Math.min(nearest[u], Math.abs(h[u]));
            }
        });
        for (double h : nearest) {
            assertThat(h).as("the activation nearest to 0").isLessThan(0.01);
        }
    }

    @Test
    void shouldContrastTwoRowsOfDifferentClasses() {
        // Given
        LayerPlan plan = new LayerPlan(List.of(new UnitPlan.Contrast(30, Activation.CLIP, List.of(2), 1)), false);
        Samples samples = new Blobs(5, 2, 40, 1);

        // When
        HiddenUnits units = train(samples, plan).units();

        // Then
        for (int u = 0; u < units.count(); u++) {
            assertThat(units.first(u + 1) - units.first(u)).isBetween(1, 2);
            assertThat(HalfFloat.round(units.bias(u))).isEqualTo(units.bias(u));
        }
        boolean[] high = new boolean[units.count()];
        boolean[] low = new boolean[units.count()];
        forEachActivation(train(samples, plan), samples, h -> {
            for (int u = 0; u < h.length; u++) {
                high[u] |= h[u] > 0.95;
                low[u] |= h[u] < -0.95;
            }
        });
        assertThat(high).containsOnly(true);
        assertThat(low).containsOnly(true);
    }

    @Test
    void shouldBeSteeperTheNearerTheOtherRow() {
        // Given
        Samples samples = new Blobs(5, 3, 200, 1)
                .via(next ->
                        (features, label) -> next.row(features, Float.floatToIntBits(features[0]) % 3 == 0 ? 0 : 1));
        LayerPlan any = new LayerPlan(List.of(new UnitPlan.Contrast(60, Activation.TANH, List.of(2), 1)), false);
        LayerPlan nearest = new LayerPlan(List.of(new UnitPlan.Contrast(60, Activation.TANH, List.of(2), 16)), false);

        // When
        double steep = steepness(train(samples, nearest).units());

        // Then
        assertThat(steep).isGreaterThan(2 * steepness(train(samples, any).units()));
    }

    private static double steepness(HiddenUnits units) {
        return IntStream.range(0, units.first(units.count()))
                .mapToDouble(i -> Math.abs(units.weight(i)))
                .average()
                .orElseThrow();
    }

    @Test
    void shouldTakeEveryRowAsACentreOnceBeforeAnyTwice() {
        // Given
        Samples samples = new Blobs(3, 2, 40, 1);
        LayerPlan plan = new LayerPlan(List.of(new UnitPlan.Radial(50, 1)), false);

        // When
        float[] centres = ((RadialHidden) train(samples, plan).hidden()).centres();

        // Then
        Set<List<Float>> different = new HashSet<>();
        for (int u = 0; u < 50; u++) {
            different.add(List.of(centres[3 * u], centres[3 * u + 1], centres[3 * u + 2]));
        }
        assertThat(different).hasSize(40);
    }

    @Test
    void shouldDrawFromRowsThatAgreeOrHaveOutliersOrMissingValues() throws ArtefactException {
        // Given
        Samples rows = new Blobs(4, 2, 60, 1).via(next -> new Samples.Visitor() {
            private int count;

            @Override
            public void row(float[] features, int label) {
                float[] row = {count % 7 == 0 ? 1e30f : 0, Float.NaN, 5, label == 0 ? -1 : 1};
                count++;
                next.row(row, label);
            }
        });

        // When
        List<Elm> models = plans().stream().map(plan -> train(rows, plan)).toList();

        // Then
        for (Elm elm : models) {
            assertThat(elm.provenance().quality().accuracy()).isGreaterThan(0.95);
            assertThat(ArtefactFormat.read(bytes(elm)).elm()).isEqualTo(elm);
        }
    }

    @Test
    void shouldRefusePlansWithoutUnitsOrWithTooMany() {
        UnitPlan units = new UnitPlan.Radial(TrainingPlan.MAX_UNITS, 1);
        assertThatThrownBy(() -> new LayerPlan(List.of(), false)).hasMessageContaining("must have units");
        assertThatThrownBy(() -> new LayerPlan(List.of(units, units), true)).hasMessageContaining("units is 8192");
        assertThatThrownBy(() -> new UnitPlan.Mixed(1, Activation.LINEAR)).hasMessageContaining("activation is LINEAR");
        assertThatThrownBy(() -> new UnitPlan.Contrast(1, Activation.TANH, List.of(2, 0), 1))
                .hasMessageContaining("width is 0");
        assertThatThrownBy(() -> new UnitPlan.Contrast(1, Activation.TANH, List.of(), 1))
                .hasMessageContaining("widths is empty");
        assertThatThrownBy(() -> new UnitPlan.Contrast(1, Activation.TANH, List.of(2), 0))
                .hasMessageContaining("nearest is 0");
    }

    private static Elm train(Samples samples, LayerPlan plan) {
        return ElmTrainer.train(
                samples, new TrainingPlan(plan, new ClassWeights.None(), MissingValues.MEAN, 7, "test"));
    }

    private static byte[] bytes(Elm elm) {
        return ArtefactFormat.write(new Artefact(new ModelId("drawn"), 1, elm, Probes.none(elm)));
    }

    private static void forEachActivation(Elm elm, Samples samples, Consumer<double[]> visitor) {
        Standardiser standardiser = elm.standardiser();
        double[] z = new double[standardiser.inputs()];
        double[] h = new double[elm.units().count()];
        samples.forEach((row, label) -> {
            standardiser.apply(row, z);
            elm.units().apply(z, h);
            visitor.accept(h);
        });
    }
}
