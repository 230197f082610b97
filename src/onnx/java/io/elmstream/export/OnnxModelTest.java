package io.elmstream.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.elmstream.elm.Activation;
import io.elmstream.elm.Classifier;
import io.elmstream.elm.Elm;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.kernel.Probabilities;
import io.elmstream.kernel.Workspace;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX Runtime reads the file and scores as the kernel does. */
class OnnxModelTest {

    private record Answers(String[] labels, float[][] probabilities) {}

    static Stream<Arguments> models() {
        return ExportedModels.ofEveryKind().entrySet().stream()
                .map(model -> Arguments.of(model.getKey(), model.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void shouldScoreAsTheReferenceDoes(String name, Classifier classifier) throws Exception {
        // Given
        float[] rows = ExportedModels.rows(classifier, 50);
        int inputs = classifier.featureNames().size();

        // When
        Answers answers = run(classifier, rows, 50);

        // Then
        for (int r = 0; r < 50; r++) {
            double[] expected = classifier.probabilities(ExportedModels.row(rows, r, inputs));
            assertThat(expected[classifier.labels().indexOf(answers.labels()[r])])
                    .as("probability of the label of row %s", r)
                    .isCloseTo(expected[Classifier.predicted(expected)], within(1e-4));
            for (int c = 0; c < expected.length; c++) {
                assertThat((double) answers.probabilities()[r][c])
                        .as("row %s, class %s", r, c)
                        .isCloseTo(expected[c], within(1e-4));
            }
        }
    }

    @Test
    void shouldGiveEveryShuttleRowTheClassOfTheKernel() throws Exception {
        // Given
        Elm elm = ExportedModels.shuttle(200, Activation.RELU);
        float[] rows = ExportedModels.shuttleRows(elm);
        float[] expected = new float[14_500 * 7];
        PackedClassifier.pack(elm)
                .score(ForwardPass.fastest(), rows, 14_500, new Workspace(), expected, new boolean[14_500]);

        // When
        Answers answers = run(elm, rows, 14_500);

        // Then
        for (int r = 0; r < 14_500; r++) {
            assertThat(answers.labels()[r])
                    .as("row %s", r)
                    .isEqualTo(elm.labels().get(Probabilities.predicted(expected, r * 7, 7)));
            for (int c = 0; c < 7; c++) {
                assertThat(answers.probabilities()[r][c]).isCloseTo(expected[r * 7 + c], within(1e-4f));
            }
        }
    }

    @Test
    void shouldSayWhichModelItIs() throws Exception {
        // Given
        byte[] file = OnnxModel.of(
                ExportedModels.artefact(ExportedModels.ofEveryKind().get("mixed")), "ab12");

        // When
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file)) {

            // Then
            assertThat(session.getMetadata().getVersion()).isEqualTo(3);
            assertThat(session.getMetadata().getCustomMetadata())
                    .containsEntry("model", "model")
                    .containsEntry("version", "3")
                    .containsEntry("digest", "ab12")
                    .containsKeys("features", "labels");
            assertThat(session.getInputNames()).containsExactly("features");
            assertThat(session.getOutputNames()).containsExactlyInAnyOrder("label", "probabilities");
        }
    }

    private static Answers run(Classifier classifier, float[] rows, int count) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {count, classifier.featureNames().size()};
        byte[] file = OnnxModel.of(ExportedModels.artefact(classifier), "00");
        try (OrtSession session = environment.createSession(file);
                OnnxTensor features = OnnxTensor.createTensor(environment, FloatBuffer.wrap(rows), shape);
                OrtSession.Result result = session.run(Map.of("features", features))) {
            return new Answers((String[]) result.get("label").orElseThrow().getValue(), (float[][])
                    result.get("probabilities").orElseThrow().getValue());
        }
    }
}
