package io.elmstream.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Classifier;
import io.elmstream.elm.Elm;
import io.elmstream.elm.ExplicitHidden;
import io.elmstream.elm.Layers;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.Standardiser;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.kernel.Probabilities;
import io.elmstream.kernel.Workspace;
import io.elmstream.model.Artefact;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import io.elmstream.support.SmallModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The header, compiled without a warning, scores as the kernel does. */
class CHeaderTest {

    private static final String DIGEST = "00";

    @TempDir
    Path folder;

    static Stream<Arguments> models() {
        return ExportedModels.ofEveryKind().entrySet().stream()
                .flatMap(model -> Stream.of(true, false)
                        .map(fromSeed -> Arguments.of(
                                model.getKey() + (fromSeed ? "" : ", tables"), model.getValue(), fromSeed)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void shouldScoreAsTheReferenceDoes(String name, Classifier classifier, boolean fromSeed) throws Exception {
        // Given
        float[] rows = ExportedModels.rows(classifier, 50);
        int inputs = classifier.featureNames().size();
        int classes = classifier.labels().size();

        // When
        float[] scores =
                new CCompiler(folder).score(CHeader.of(ExportedModels.artefact(classifier), DIGEST, fromSeed), rows);

        // Then
        for (int r = 0; r < 50; r++) {
            double[] expected = classifier.probabilities(ExportedModels.row(rows, r, inputs));
            assertThat(expected[(int) scores[r * (classes + 1)]])
                    .as("probability of the label of row %s", r)
                    .isCloseTo(expected[Classifier.predicted(expected)], within(1e-4));
            for (int c = 0; c < classes; c++) {
                assertThat((double) scores[r * (classes + 1) + 1 + c])
                        .as("row %s, class %s", r, c)
                        .isCloseTo(expected[c], within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-m64", "-m32"})
    void shouldGiveEveryShuttleRowTheClassOfTheKernel(String machine) throws Exception {
        // Given
        Elm elm = ExportedModels.shuttle(200, Activation.RELU);
        float[] rows = ExportedModels.shuttleRows(elm);
        float[] expected = new float[14_500 * 7];
        PackedClassifier.pack(elm)
                .score(ForwardPass.fastest(), rows, 14_500, new Workspace(), expected, new boolean[14_500]);

        // When
        float[] scores =
                new CCompiler(folder, machine).score(CHeader.of(ExportedModels.artefact(elm), DIGEST, true), rows);

        // Then
        assertThat(scores).hasSize(14_500 * 8);
        for (int r = 0; r < 14_500; r++) {
            assertThat((int) scores[r * 8]).as("row %s", r).isEqualTo(Probabilities.predicted(expected, r * 7, 7));
            for (int c = 0; c < 7; c++) {
                assertThat(scores[r * 8 + 1 + c]).isCloseTo(expected[r * 7 + c], within(1e-4f));
            }
        }
    }

    @Test
    void shouldNotScoreWhatTheModelRefuses() throws Exception {
        // Given
        Elm elm = ExportedModels.shuttle(10, Activation.TANH);
        float[] rows = new float[3 * 9];
        rows[4] = Float.NaN;
        rows[9 + 8] = Float.NEGATIVE_INFINITY;

        // When
        float[] scores = new CCompiler(folder).score(CHeader.of(ExportedModels.artefact(elm), DIGEST, true), rows);

        // Then
        assertThat(List.of(scores[0], scores[8])).containsOnly(-1f);
        assertThat(scores[16]).isNotNegative();
    }

    @Test
    void shouldFailItsTestIfGoldenRowsDiffer() throws Exception {
        // Given
        Elm elm = Layers.elm(Layers.radial(2, 3), 2);
        Probes wrong = new Probes(2, 2, new float[] {1, 2, 1, 2}, new float[] {0.5f, 0.5f, 0.123f, 0.877f});
        Artefact artefact = new Artefact(new ModelId("model"), 1, elm, wrong);

        // When
        String header = CHeader.of(artefact, DIGEST, true);

        // Then: the program ends with 1
        CCompiler compiler = new CCompiler(folder);
        assertThatThrownBy(() -> compiler.score(header, new float[0]))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("golden rows");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-ffast-math",
                "-ffinite-math-only",
                "-fassociative-math -fno-signed-zeros -fno-trapping-math",
                "-D_M_FP_FAST"
            })
    void shouldNotCompileWithFastMath(String flags) throws Exception {
        // Given
        CCompiler compiler = new CCompiler(folder, flags.split(" "));
        String header = CHeader.of(ExportedModels.artefact(Layers.elm(Layers.radial(2, 3), 2)), DIGEST, true);

        // When / Then
        assertThatThrownBy(() -> compiler.score(header, new float[0]))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("compile without fast math");
    }

    @Test
    void shouldNotTakeAnotherVersionForItself() throws Exception {
        // Given
        Elm elm = Layers.elm(Layers.radial(2, 3), 2);
        String first = CHeader.of(new Artefact(new ModelId("model"), 1, elm, Probes.none(elm)), DIGEST, true);
        String second = CHeader.of(new Artefact(new ModelId("model"), 2, elm, Probes.none(elm)), DIGEST, true);
        CCompiler compiler = new CCompiler(folder);

        // When / Then
        assertThatThrownBy(() -> compiler.score(first + second, new float[0]))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("another version of this model is included already");
        assertThat(compiler.score(first + first, new float[0])).isEmpty();
    }

    @Test
    void shouldRunTheProgramOfThePage() throws Exception {
        // Given
        Matcher program = Pattern.compile("```c\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/inference.md")));
        assertThat(program.find()).isTrue();
        Elm elm = SmallModel.elm(1);
        Artefact shuttle = new Artefact(new ModelId(SmallModel.ID), 1, elm, SmallModel.probes(elm));

        // When
        String printed = new CCompiler(folder).output(program.group(1), "shuttle.h", CHeader.of(shuttle, DIGEST, true));

        // Then
        assertThat(elm.labels()).contains(printed.strip());
    }

    @Test
    void shouldKeepTheTextsOfTheModel() throws Exception {
        // Given
        Elm elm = new Elm(
                List.of("helm_a */", "{{labels}}"),
                List.of("a \"b\"\\??/", "elm_é"),
                new Standardiser(new float[2], new float[] {1, 1}, MissingValues.REFUSE),
                new ExplicitHidden(2, Activation.RELU, new float[] {1, 0, 0, 1}, new float[2]),
                new float[] {1, 0, 0, 1},
                1,
                new Provenance("", 0, 0, Provenance.Quality.UNKNOWN, "test"));
        Artefact artefact = new Artefact(new ModelId("model"), 1, elm, Probes.none(elm));

        // When
        String header = CHeader.of(artefact, DIGEST, true);

        // Then
        assertThat(header).contains("\"a \\042b\\042\\134\\077\\077/\"", "\"elm_\\303\\251\"", " *     helm_a * /\n");
        assertThat(new CCompiler(folder).score(header, new float[] {2, 1})).startsWith(0);
    }

    @Test
    void shouldStartNamesWithTheIdOfTheModel() {
        // Given
        Elm elm = Layers.elm(Layers.radial(2, 3), 2);

        // When
        String header = CHeader.of(new Artefact(new ModelId("7b.x-y"), 1, elm, Probes.none(elm)), DIGEST, true);

        // Then
        assertThat(header)
                .contains("int m7b_x_y_classify(", "#define M7B_X_Y_INPUTS 2")
                .doesNotContain("elm_");
    }
}
