package io.elmstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.Elm;
import io.elmstream.elm.ExplicitHidden;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.Standardiser;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlainForwardPassTest {

    private final ForwardPass pass = new PlainForwardPass();
    private final Workspace workspace = new Workspace();

    @ParameterizedTest
    @CsvSource({
        "1, 2, 1, TANH", "2, 3, 15, SIGMOID", "3, 2, 16, RELU", "4, 7, 17, TANH", "5, 3, 33, SIGMOID", "9, 7, 100, RELU"
    })
    void shouldAgreeWithTheDoublePrecisionReference(int inputs, int classes, int units, Activation activation) {
        // Given
        Blobs blobs = new Blobs(inputs, classes, 50 * classes, 7);
        Elm elm = blobs.train(units, activation);
        PackedModel model = PackedModel.pack(elm);
        float[] scored = new float[classes];

        // When / Then
        blobs.forEach((row, label) -> {
            pass.score(model, row, 1, workspace, scored);
            double[] reference = elm.probabilities(row);
            for (int c = 0; c < classes; c++) {
                assertThat((double) scored[c]).isCloseTo(reference[c], within(1e-4));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepTheDigitsOfAFeatureWithALargeMean(Activation activation) {
        // Given: an air pressure in pascal that moves by a few
        Standardiser standardiser = new Standardiser(new float[] {101_325}, new float[] {3}, MissingValues.REFUSE);
        ExplicitHidden hidden = new ExplicitHidden(1, activation, new float[] {1, -1}, new float[] {0, 0.5f});
        Elm elm = elm(standardiser, hidden, new float[] {1, -1, -1, 1});
        PackedModel model = PackedModel.pack(elm);
        float[] scored = new float[2];

        // When / Then
        for (float pascal = 101_320; pascal < 101_330; pascal += 0.25f) {
            pass.score(model, new float[] {pascal}, 1, workspace, scored);
            double expected = elm.probabilities(new float[] {pascal})[0];
            assertThat((double) scored[0]).isCloseTo(expected, within(1e-5));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveNumbersWhateverTheModelAndTheRow(Activation activation) {
        // Given
        float most = 1e6f;
        Standardiser standardiser =
                new Standardiser(new float[] {-3e38f, 0}, new float[] {1e-20f, 1e20f}, MissingValues.MEAN);
        ExplicitHidden hidden = new ExplicitHidden(
                2, activation, new float[] {most, -most, most, most}, new float[] {most, most});
        PackedModel model = PackedModel.pack(elm(standardiser, hidden, new float[] {most, -most, -most, most}));
        float[] wild = {0, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, Float.NaN,
            Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        float[] scored = new float[2];

        // When / Then
        for (float first : wild) {
            for (float second : wild) {
                pass.score(model, new float[] {first, second}, 1, workspace, scored);
                assertThat(scored[0] + scored[1]).as(first + ", " + second).isCloseTo(1, within(1e-6f));
            }
        }
    }

    @Test
    void shouldScoreAMissingFeatureAsItsMean() {
        // Given
        Elm elm = new Blobs(3, 2, 100, 1).train(20, Activation.TANH);
        PackedModel model = PackedModel.pack(elm);
        float mean = elm.standardiser().means()[1];
        float[] scored = new float[4];

        // When
        pass.score(model, new float[] {1, Float.NaN, 3, 1, mean, 3}, 2, workspace, scored);

        // Then
        assertThat(scored[0]).isEqualTo(scored[2]);
    }

    @Test
    void shouldAllocateNothingOnceTheWorkspaceHasGrown() {
        // Given
        PackedModel model = PackedModel.pack(new Blobs(5, 3, 90, 1).train(40, Activation.SIGMOID));
        float[] rows = new float[100 * 5];
        float[] scored = new float[100 * 3];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        pass.score(model, rows, 100, workspace, scored);
        threads.getCurrentThreadAllocatedBytes();

        // When
        long before = threads.getCurrentThreadAllocatedBytes();
        pass.score(model, rows, 100, workspace, scored);
        long after = threads.getCurrentThreadAllocatedBytes();

        // Then
        assertThat(after - before).isZero();
    }

    private static Elm elm(Standardiser standardiser, ExplicitHidden hidden, float[] beta) {
        List<String> features = standardiser.inputs() == 1 ? List.of("x") : List.of("x", "y");
        Provenance provenance = new Provenance("", 0, 0, Provenance.Quality.UNKNOWN, "test");
        return new Elm(features, List.of("off", "on"), standardiser, hidden, beta, 1, provenance);
    }
}
