package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.ByteColumns;
import io.elmstream.elm.Elm;
import io.elmstream.elm.HalfFloat;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.Layers;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.RadialHidden;
import io.elmstream.elm.Samples;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuantisationTest {

    private static final Samples ROWS = new Blobs(5, 3, 400, 2);

    static Stream<HiddenLayer> layers() {
        return Stream.of(
                Layers.family(5, 60, Activation.TANH),
                Layers.sparse(5, 60, Activation.RELU),
                Layers.radial(5, 60),
                Layers.mixed(5));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void shouldReadBackWhatItRounded(HiddenLayer hidden) throws ArtefactException {
        // Given
        Elm elm = Layers.elm(hidden, 3);

        for (Elm rounded : new Elm[] {Quantisation.to8Bits(elm, ROWS), Quantisation.to16Bits(elm)}) {
            // When
            byte[] bytes = bytes(rounded);
            Artefact read = ArtefactFormat.read(bytes);

            // Then
            assertThat(read.elm()).isEqualTo(rounded);
            assertThat(ArtefactFormat.write(read)).isEqualTo(bytes);
            assertThat(bytes.length).isLessThan(bytes(elm).length);
        }
    }

    @Test
    void shouldStoreAByteForAnOutputWeight() {
        // Given: a model of a seed, which is stored in format 1
        Elm elm = MODEL;

        // When
        int before = bytes(elm).length;
        int halves = bytes(Quantisation.to16Bits(elm)).length;
        int eighths = bytes(Quantisation.to8Bits(elm, ROWS)).length;

        // Then
        int weights = 120 * 3;
        assertThat(before - halves).isBetween(2 * weights - 80, 2 * weights);
        assertThat(halves - eighths).isEqualTo(weights - 3 * Float.BYTES + 1);
    }

    @Test
    void shouldMakeUpForTheErrorOfAUnitByOthers() {
        // Given
        Elm elm = MODEL;
        Elm nearest = new Elm(
                elm.featureNames(),
                elm.labels(),
                elm.standardiser(),
                elm.hidden(),
                ByteColumns.round(elm.beta(), 3),
                elm.temperature(),
                elm.provenance());

        // When
        Elm rounded = Quantisation.to8Bits(elm, ROWS);

        // Then
        assertThat(distance(elm, rounded)).isLessThan(0.5 * distance(elm, nearest));
    }

    @Test
    void shouldRoundCentresByColumn() {
        // Given
        Elm elm = Layers.elm(Layers.radial(5, 60), 3);

        // When
        RadialHidden bytes = (RadialHidden) Quantisation.to8Bits(elm, ROWS).hidden();
        RadialHidden halves = (RadialHidden) Quantisation.to16Bits(elm).hidden();

        // Then
        assertThat(ByteColumns.scales(bytes.centres(), 5)).isPresent();
        for (float centre : halves.centres()) {
            assertThat(HalfFloat.isExact(centre)).isTrue();
        }
    }

    @Test
    void shouldRefitOutputWeightsToRoundedCentres() {
        // Given
        Elm elm = ElmTrainer.train(
                ROWS,
                new TrainingPlan(
                        LayerPlan.of(new UnitPlan.Radial(60, 3)),
                        new ClassWeights.None(),
                        MissingValues.REFUSE,
                        1,
                        "test"));

        // When
        Elm rounded = Quantisation.to8Bits(elm, ROWS);

        // Then
        Elm centresAlone = new Elm(
                elm.featureNames(),
                elm.labels(),
                elm.standardiser(),
                rounded.hidden(),
                elm.beta(),
                elm.temperature(),
                elm.provenance());
        assertThat(distance(elm, rounded)).isLessThan(0.95 * distance(elm, centresAlone));
    }

    @Test
    void shouldTellThatTheQualityIsOlder() {
        assertThat(Quantisation.to16Bits(MODEL).provenance().validation())
                .isEqualTo("leave-one-out, before weights were rounded to 16 bits");
    }

    private static final Elm MODEL = new Blobs(5, 3, 400, 1).train(120, Activation.TANH);

    /** Returns how far outputs differ; at their own temperature the probabilities of both would be 0 and 1. */
    private static double distance(Elm rounded, Elm exact) {
        Elm one = at(1, rounded);
        Elm other = at(1, exact);
        double[] sum = {0};
        ROWS.forEach((row, label) -> {
            double[] a = one.probabilities(row);
            double[] b = other.probabilities(row);
            for (int c = 0; c < a.length; c++) {
                sum[0] += Math.abs(a[c] - b[c]);
            }
        });
        return sum[0];
    }

    private static Elm at(double temperature, Elm elm) {
        return new Elm(
                elm.featureNames(),
                elm.labels(),
                elm.standardiser(),
                elm.hidden(),
                elm.beta(),
                temperature,
                elm.provenance());
    }

    private static byte[] bytes(Elm elm) {
        return ArtefactFormat.write(new Artefact(new ModelId("x"), 1, elm, Probes.none(elm)));
    }
}
