package io.elmstream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.elm.Abstention;
import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.Classifier;
import io.elmstream.elm.DirectHidden;
import io.elmstream.elm.Elm;
import io.elmstream.elm.ExplicitHidden;
import io.elmstream.elm.FeatureBins;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.LabelSets;
import io.elmstream.elm.Layers;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.MixedHidden;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.SeededHidden;
import io.elmstream.elm.Standardiser;
import io.elmstream.elm.TrainingProfile;
import io.elmstream.elm.TrainingRange;
import io.elmstream.elm.Trust;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.elm.WeightGenerator;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.kernel.Workspace;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArtefactFormatTest {

    @Test
    void shouldReadBackWhatWasWritten() throws ArtefactException {
        // Given
        Elm elm = new Blobs(5, 3, 300, 7).train(33, Activation.TANH);
        Probes probes = Probes.of(elm, new float[] {1, 2, 3, 4, 5, 0, 10, 20, 30, 40});
        Artefact artefact = new Artefact(new ModelId("pump.v2"), 4, elm, probes);

        // When
        byte[] bytes = ArtefactFormat.write(artefact);
        Artefact read = ArtefactFormat.read(bytes);

        // Then
        assertThat(read).isEqualTo(artefact);
        assertThat(ArtefactFormat.write(read)).isEqualTo(bytes);
        assertThat(ArtefactFormat.digest(bytes)).matches("[0-9a-f]{64}");
        assertThat(probes.largestDeviation(PackedClassifier.pack(read.elm()), ForwardPass.fastest(), new Workspace()))
                .isLessThan(1e-4);
    }

    @Test
    void shouldReadBackExplicitWeights() throws ArtefactException {
        // Given
        ExplicitHidden hidden = new ExplicitHidden(1, Activation.RELU, new float[] {1, -2}, new float[] {0.5f, 0});
        Standardiser standardiser = new Standardiser(new float[1], new float[] {1}, MissingValues.MEAN);
        Provenance provenance = new Provenance("", 0, 0, Provenance.Quality.UNKNOWN, "test");
        Elm elm = new Elm(List.of("x"), List.of("off", "ön"), standardiser, hidden, new float[4], 1, provenance);
        Probes probes = new Probes(1, 2, new float[] {Float.NaN}, new float[] {0.5f, 0.5f});
        Artefact artefact = new Artefact(new ModelId("x"), 1, elm, probes);

        // When / Then
        assertThat(ArtefactFormat.read(ArtefactFormat.write(artefact))).isEqualTo(artefact);
    }

    @Test
    void shouldReadBackHowFarPredictionsAreToBeBelieved() throws ArtefactException {
        // Given
        Elm elm = new Blobs(2, 3, 300, 7).train(9, Activation.TANH);
        VerifiedDraft pair = new VerifiedDraft(elm, elm, new float[3]);
        Trust trust = new Trust(
                new Abstention(new float[] {0, 0.5f, Abstention.ALWAYS}),
                new LabelSets(0.95, new float[] {0.1f, 0.2f, 1}),
                new TrainingRange(new float[] {-1, 0}, new float[] {1, 0}, 0.7f));

        for (Classifier each : List.of(elm, pair)) {
            Artefact artefact =
                    new Artefact(new ModelId("x"), 1, each, Probes.of(each, new float[4]), Optional.of(trust));

            // When
            byte[] bytes = ArtefactFormat.write(artefact);

            // Then
            assertThat(ArtefactFormat.read(bytes)).isEqualTo(artefact);
            assertThat(ArtefactFormat.write(ArtefactFormat.read(bytes))).isEqualTo(bytes);
            assertThat(ArtefactFormat.featureNames(bytes)).isEqualTo(elm.featureNames());
            assertThat(ArtefactFormat.labels(bytes)).isEqualTo(elm.labels());
        }
    }

    @Test
    void shouldReadBackWhatIsExpectedOfReadings() throws ArtefactException {
        // Given
        Elm elm = new Blobs(2, 3, 300, 7).train(9, Activation.TANH);
        Trust trust = new Trust(
                Abstention.never(3),
                new LabelSets(0.95, new float[3]),
                new TrainingRange(new float[2], new float[2], 0));
        TrainingProfile profile = new TrainingProfile(
                300,
                List.of(
                        new FeatureBins(new float[] {-1, 0.5f}, new float[] {0.5f, 0.25f, 0.25f, 0}),
                        new FeatureBins(new float[0], new float[] {0, 1})),
                new float[] {0.5f, 0.5f, 0},
                120,
                new float[] {0.25f, 0.75f, 0},
                0.9,
                0.8);
        Probes probes = Probes.of(elm, new float[4]);

        // When
        Artefact artefact = new Artefact(new ModelId("x"), 1, elm, probes, Optional.of(trust), Optional.of(profile));
        byte[] bytes = ArtefactFormat.write(artefact);

        // Then
        assertThat(bytes[5]).isEqualTo((byte) 7);
        assertThat(ArtefactFormat.read(bytes)).isEqualTo(artefact);
        assertThat(ArtefactFormat.write(ArtefactFormat.read(bytes))).isEqualTo(bytes);
        assertThatThrownBy(() -> new Artefact(new ModelId("x"), 1, elm, probes, Optional.empty(), Optional.of(profile)))
                .hasMessage("a profile comes with a trust, which is missing");
    }

    static Stream<HiddenLayer> layers() {
        return Stream.of(
                Layers.family(5, 7, Activation.CLIP),
                Layers.anchored(5, 7, Activation.SIGMOID),
                Layers.sparse(5, 7, Activation.RELU),
                Layers.radial(5, 3),
                new DirectHidden(5),
                new SeededHidden(5, 7, Activation.CLIP, WeightGenerator.SPLITMIX_MIXED_1, 3),
                Layers.mixed(5));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void shouldReadBackEveryKindOfHiddenLayer(HiddenLayer hidden) throws ArtefactException {
        // Given
        Elm elm = Layers.elm(hidden, 3);
        Artefact artefact = new Artefact(new ModelId("x"), 1, elm, Probes.of(elm, new float[10]));

        // When
        byte[] bytes = ArtefactFormat.write(artefact);
        Artefact read = ArtefactFormat.read(bytes);

        // Then
        assertThat(read).isEqualTo(artefact);
        assertThat(ArtefactFormat.write(read)).isEqualTo(bytes);
        assertThat(bytes[5]).as("format").isEqualTo((byte) 2);
    }

    @Test
    void shouldReadBackADraftWithItsVerifier() throws ArtefactException {
        // Given
        Elm draft = new Blobs(5, 3, 300, 7).train(3, Activation.RELU);
        Elm verifier = Layers.elm(Layers.mixed(5), 3);
        VerifiedDraft pair =
                new VerifiedDraft(draft, renamed(verifier, draft), new float[] {0.9f, 0, VerifiedDraft.NEVER_SURE});
        Artefact artefact = new Artefact(new ModelId("x"), 1, pair, Probes.of(pair, new float[10]));

        // When
        byte[] bytes = ArtefactFormat.write(artefact);
        Artefact read = ArtefactFormat.read(bytes);

        // Then
        assertThat(read).isEqualTo(artefact);
        assertThat(ArtefactFormat.write(read)).isEqualTo(bytes);
        assertThat(ArtefactFormat.featureNames(bytes)).isEqualTo(pair.featureNames());
        assertThat(ArtefactFormat.labels(bytes)).isEqualTo(pair.labels());
        assertThat(bytes[5]).as("format").isEqualTo((byte) 3);
        assertThatThrownBy(read::elm).hasMessageContaining("x version 1 is not one ELM");
    }

    /** The same model with the names of another. */
    private static Elm renamed(Elm elm, Elm as) {
        return new Elm(
                as.featureNames(),
                as.labels(),
                as.standardiser(),
                elm.hidden(),
                elm.beta(),
                elm.temperature(),
                elm.provenance());
    }

    @Test
    void shouldStoreFiguresIn16BitsWhereNothingIsLost() {
        // Given
        Elm floats = Layers.elm(Layers.family(5, 100, Activation.TANH).withBiases(Layers.values(100, 3, 1)), 2);
        Elm halves = Layers.elm(Layers.anchored(5, 100, Activation.TANH), 2);

        // When
        int longer = ArtefactFormat.write(new Artefact(new ModelId("x"), 1, floats, Probes.none(floats))).length;
        int shorter = ArtefactFormat.write(new Artefact(new ModelId("x"), 1, halves, Probes.none(halves))).length;

        // Then
        assertThat(longer - shorter).isEqualTo(200);
    }

    @Test
    void shouldWriteWhatFormat1CanHoldInFormat1() {
        // Given: instances of older releases read nothing newer
        byte[] bytes = TestArtefacts.bytes("pump", 1, 1);

        // When / Then
        assertThat(bytes[5]).isEqualTo((byte) 1);
    }

    @Test
    void shouldTakeLessThan20KilobytesFor48InputsAnd512Units() {
        // Given
        Elm elm = new Elm(
                IntStream.range(0, 48).mapToObj(i -> "sensor-" + i).toList(),
                List.of("a", "b", "c", "d", "e", "f"),
                new Standardiser(new float[48], ones(48), MissingValues.REFUSE),
                new SeededHidden(48, 512, Activation.TANH, WeightGenerator.SPLITMIX_MIXED_1, 1),
                new float[512 * 6],
                1,
                new Provenance("0".repeat(64), 1_000_000, 1, Provenance.Quality.UNKNOWN, "1.0.0"));
        Probes probes = Probes.of(elm, new float[16 * 48]);

        // When / Then
        assertThat(ArtefactFormat.write(new Artefact(new ModelId("model"), 1, elm, probes)))
                .hasSizeLessThan(20_000);
    }

    @Test
    void shouldSayHowLargeAFileWouldBeWithoutItsSeed() throws ArtefactException {
        // Given
        byte[] seeded = TestArtefacts.bytes("pump", 1, 1);
        Artefact artefact = ArtefactFormat.read(seeded);
        Elm elm = artefact.elm();
        Elm spelled = new Elm(
                elm.featureNames(),
                elm.labels(),
                elm.standardiser(),
                new ExplicitHidden(
                        2, Activation.TANH, elm.units().matrix(), elm.units().biases()),
                elm.beta(),
                elm.temperature(),
                elm.provenance());

        // When
        byte[] explicit = ArtefactFormat.write(new Artefact(artefact.id(), 1, spelled, artefact.probes()));

        // Then
        assertThat(ArtefactFormat.bytesWithExplicitWeights(artefact, seeded.length))
                .isEqualTo(explicit.length);
        assertThat(ArtefactFormat.bytesWithExplicitWeights(ArtefactFormat.read(explicit), explicit.length))
                .isEqualTo(explicit.length);
    }

    @Test
    void shouldSayWhatIsWrong() {
        byte[] good = TestArtefacts.bytes("pump", 1, 1);
        byte[] otherFormat = good.clone();
        otherFormat[5] = 9;
        byte[] changed = good.clone();
        changed[40]++;
        assertFault(new byte[0], ArtefactFault.NOT_AN_ARTEFACT, "\"ELMS\"");
        assertFault("ELM model".getBytes(StandardCharsets.UTF_8), ArtefactFault.NOT_AN_ARTEFACT, "");
        assertFault(otherFormat, ArtefactFault.UNKNOWN_FORMAT, "format version 9");
        assertFault(changed, ArtefactFault.DIGEST_MISMATCH, "SHA-256");
        assertFault(Arrays.copyOf(good, good.length - 1), ArtefactFault.DIGEST_MISMATCH, "SHA-256");
        assertFault(Arrays.copyOf(good, 7), ArtefactFault.DIGEST_MISMATCH, "SHA-256");
        assertFault(new byte[ArtefactFormat.MAX_BYTES + 1], ArtefactFault.TOO_LARGE, "16,777,216 or less");
    }

    @Test
    void shouldTakeNoMoreMemoryForManySeedsThanForOne() {
        // Given: each layer alone would do
        HiddenLayer part = new SeededHidden(64, 17_000, Activation.TANH, WeightGenerator.SPLITMIX_MIXED_1, 1);
        HiddenLayer four = new MixedHidden(List.of(part, part, part, part));
        Elm elm = new Elm(
                IntStream.range(0, 64).mapToObj(i -> "sensor-" + i).toList(),
                List.of("a", "b"),
                new Standardiser(new float[64], ones(64), MissingValues.REFUSE),
                four,
                new float[four.units() * 2],
                1,
                new Provenance("0".repeat(64), 1_000_000, 1, Provenance.Quality.UNKNOWN, "1.0.0"));
        byte[] bytes = ArtefactFormat.write(new Artefact(new ModelId("model"), 1, elm, Probes.none(elm)));

        // When / Then
        assertFault(bytes, ArtefactFault.MALFORMED, "4352000 weights together, more than 4194304");
    }

    @Test
    void shouldTakeNoMoreMemoryForASeedThanForWrittenWeights() {
        // Given: 2 features, but two thousand million units
        byte[] bytes = TestArtefacts.bytes("pump", 1, 1);
        int units = indexOf(bytes, "splitmix-mixed-1") - 7;
        assertThat(bytes[units + 3]).isEqualTo((byte) 3);
        bytes[units] = 0x7f;

        // When / Then
        assertFault(HostileBytes.sealed(bytes), ArtefactFault.MALFORMED, "for 2 inputs");
    }

    @Test
    void shouldRefuseAModelThatIsNone() {
        // Given: the second label becomes the first
        byte[] bytes = TestArtefacts.bytes("pump", 1, 1, new Contract(List.of("x"), List.of("a", "b")));
        bytes[indexOf(bytes, "b")] = 'a';

        // When / Then
        assertFault(HostileBytes.sealed(bytes), ArtefactFault.INVALID_MODEL, "labels repeat: [a, a]");
    }

    @Test
    void shouldRefuseProbesOfAnotherShape() {
        Elm elm = new Blobs(2, 2, 40, 1).train(3, Activation.TANH);
        Probes probes = new Probes(3, 2, new float[3], new float[2]);
        assertThatThrownBy(() -> new Artefact(new ModelId("pump"), 1, elm, probes))
                .hasMessageContaining("3 -> 2")
                .hasMessageContaining("2 -> 2");
        assertThatThrownBy(() -> new Artefact(new ModelId("pump"), 0, elm, Probes.none(elm)))
                .hasMessageContaining("version is 0");
    }

    private static void assertFault(byte[] bytes, ArtefactFault fault, String message) {
        assertThatThrownBy(() -> ArtefactFormat.read(bytes))
                .isInstanceOfSatisfying(
                        ArtefactException.class, e -> assertThat(e.fault()).isEqualTo(fault))
                .hasMessageContaining(message);
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    private static float[] ones(int length) {
        float[] ones = new float[length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
