package io.elmstream.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.Classifier;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.kernel.Workspace;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFault;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import io.elmstream.model.VersionKey;
import io.elmstream.support.Allocation;
import io.elmstream.support.TestModels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeClassifierTest {

    private static final Blobs BLOBS = new Blobs(5, 3, 90, 1);

    @TempDir
    private Path folder;

    @Test
    void shouldAnswerFromAFile() throws Exception {
        // Given
        Path file = Files.write(folder.resolve("greater.elm"), TestModels.greater("greater", 7));

        // When
        EdgeClassifier model = EdgeClassifier.load(file);
        EdgeClassifier.Answer answer = model.classify(new float[] {1, 3});

        // Then
        assertThat(answer.label()).isEqualTo("right");
        assertThat(answer.confidence()).isEqualTo(answer.probabilities()[1]).isGreaterThan(0.5f);
        assertThat(answer.verified()).isFalse();
        assertThat(model.key()).isEqualTo(new VersionKey(new ModelId("greater"), 7));
        assertThat(model.digest()).isEqualTo(ArtefactFormat.digest(Files.readAllBytes(file)));
        assertThat(model.featureNames()).containsExactly("left", "right");
        assertThat(model.labels()).containsExactly("left", "right");
    }

    @Test
    void shouldGiveTheBitsOfTheKernelOnEveryThread() throws Exception {
        // Given
        Classifier classifier = BLOBS.train(70, Activation.TANH);
        EdgeClassifier model = EdgeClassifier.of(bytes(classifier));
        float[] rows = rows();
        float[] expected = new float[90 * 3];
        PackedClassifier.pack(classifier)
                .score(ForwardPass.fastest(), rows, 90, new Workspace(), expected, new boolean[90]);

        // When
        float[] answered = new float[90 * 3];
        IntStream.range(0, 90)
                .parallel()
                .forEach(r -> System.arraycopy(model.classify(row(rows, r)).probabilities(), 0, answered, r * 3, 3));

        // Then
        assertThat(answered).isEqualTo(expected);
    }

    @Test
    void shouldTellWhatTheVerifierAnswered() throws Exception {
        // Given
        VerifiedDraft never =
                new VerifiedDraft(BLOBS.train(4, Activation.RELU), BLOBS.train(70, Activation.TANH), new float[] {
                    0, VerifiedDraft.NEVER_SURE, VerifiedDraft.NEVER_SURE
                });
        EdgeClassifier model = EdgeClassifier.of(bytes(never));

        // When / Then
        float[] rows = rows();
        for (int r = 0; r < 90; r++) {
            double[] drafted = never.draft().probabilities(row(rows, r));
            assertThat(model.classify(row(rows, r)).verified()).isEqualTo(Classifier.predicted(drafted) != 0);
        }
    }

    @Test
    void shouldAllocateNothingOnceItIsWarm() throws Exception {
        // Given
        EdgeClassifier model = EdgeClassifier.of(bytes(BLOBS.train(70, Activation.TANH)));
        float[] row = row(rows(), 0);
        float[] probabilities = new float[3];

        // When / Then: vectors are objects until C2 has compiled the vector form
        await().atMost(Duration.ofMinutes(2))
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> Allocation.of(() -> {
                            for (int i = 0; i < 1_000; i++) {
                                model.classify(row, probabilities);
                            }
                        })
                        == 0);
    }

    @Test
    void shouldRefuseAModelWhoseGoldenRowsHaveOtherProbabilitiesHere() {
        // When / Then
        assertThatThrownBy(() -> EdgeClassifier.of(TestModels.betrayedByItsProbes("greater", 1)))
                .isInstanceOfSatisfying(
                        ArtefactException.class, e -> assertThat(e.fault()).isEqualTo(ArtefactFault.INVALID_MODEL))
                .hasMessageContaining("golden rows");
    }

    @Test
    void shouldRefuseADamagedFileAndAMissingOne() throws Exception {
        // Given
        Path damaged = Files.write(folder.resolve("damaged.elm"), TestModels.damaged("greater", 1));

        // When / Then
        assertThatThrownBy(() -> EdgeClassifier.load(damaged))
                .isInstanceOfSatisfying(
                        ArtefactException.class, e -> assertThat(e.fault()).isEqualTo(ArtefactFault.DIGEST_MISMATCH));
        assertThatThrownBy(() -> EdgeClassifier.load(folder.resolve("none.elm")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void shouldNameTheFeatureThatCannotBeScored() throws Exception {
        // Given
        EdgeClassifier strict = EdgeClassifier.of(TestModels.greater("greater", 1));
        EdgeClassifier lenient = EdgeClassifier.of(TestModels.acceptingMissing("greater", 1));

        // When / Then
        assertThatThrownBy(() -> strict.classify(new float[] {1, Float.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("feature \"right\" is NaN, must be a finite number");
        assertThatThrownBy(() -> lenient.classify(new float[] {Float.POSITIVE_INFINITY, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("feature \"left\" is Infinity, must be a finite number, or NaN where it is missing");
        assertThat(lenient.classify(new float[] {1, Float.NaN}).label()).isEqualTo("left");
        assertThatThrownBy(() -> strict.classify(new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the row has length 3, must have 2");
        assertThatThrownBy(() -> strict.classify(new float[2], new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the array of probabilities has length 3, must have 2");
    }

    private static byte[] bytes(Classifier classifier) {
        return ArtefactFormat.write(new Artefact(new ModelId("blobs"), 1, classifier, Probes.none(classifier)));
    }

    private static float[] rows() {
        float[] rows = new float[90 * 5];
        int[] at = {0};
        BLOBS.forEach((row, label) -> {
            System.arraycopy(row, 0, rows, at[0], 5);
            at[0] += 5;
        });
        return rows;
    }

    private static float[] row(float[] rows, int r) {
        return Arrays.copyOfRange(rows, r * 5, (r + 1) * 5);
    }
}
