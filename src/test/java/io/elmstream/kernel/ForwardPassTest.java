package io.elmstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.Elm;
import io.elmstream.elm.ExplicitHidden;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.Standardiser;
import io.elmstream.support.Allocation;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every form to the double-precision reference. */
class ForwardPassTest {

    private static final double TOLERANCE = 1e-4;

    private final Workspace workspace = new Workspace();

    static Stream<ForwardPass> forms() {
        return Stream.of(new PlainForwardPass(), ForwardPass.fastest());
    }

    static Stream<Arguments> formsAndActivations() {
        return forms().flatMap(form -> EnumSet.range(Activation.SIGMOID, Activation.CLIP).stream()
                .map(activation -> Arguments.of(form, activation)));
    }

    static Stream<Arguments> formsAndShapes() {
        int[][] shapes = {
            {1, 2, 1},
            {2, 3, 15},
            {3, 2, 16},
            {4, 7, 17},
            {5, 4, 33},
            {9, 5, 100},
            {16, 4, 256},
            {13, 9, 275},
            {31, 26, 161},
            {7, 5, 321},
            {12, 3, 321}
        };
        return formsAndActivations()
                .flatMap(each -> Stream.of(shapes)
                        .map(shape -> Arguments.of(each.get()[0], each.get()[1], shape[0], shape[1], shape[2])));
    }

    @ParameterizedTest
    @MethodSource("formsAndShapes")
    void shouldAgreeWithTheDoublePrecisionReference(
            ForwardPass pass, Activation activation, int inputs, int classes, int units) {
        // Given: an odd number of rows
        Elm elm = new Blobs(inputs, classes, 50 * classes, 7).train(units, activation);
        float[] rows = rows(new Blobs(inputs, classes, 77, 8), 0);

        // When / Then
        assertAgreement(pass, elm, rows);
    }

    /**
     * The classes of these models lie so far apart that their outputs go into the thousands, and a row between them has
     * two that differ by little. Rectified units grow with the distance, and clipped ones keep their full slope up to
     * the cut: past that of here a float's steps alone are 1e-4 and more.
     */
    @ParameterizedTest
    @MethodSource("formsAndShapes")
    void shouldAgreeOnRowsFarFromThoseOfTheTraining(
            ForwardPass pass, Activation activation, int inputs, int classes, int units) {
        // Given
        Elm elm = new Blobs(inputs, classes, 50 * classes, 7).train(units, activation);
        float furthest = activation == Activation.RELU || activation == Activation.CLIP ? 10 : 50;

        for (float distance = 1; distance <= furthest; distance *= 2) {
            float[] rows = rows(new Blobs(inputs, classes, 77, 8), distance);

            // When / Then
            assertAgreement(pass, elm, rows);
        }
    }

    private void assertAgreement(ForwardPass pass, Elm elm, float[] rows) {
        int inputs = elm.hidden().inputs();
        int classes = elm.labels().size();
        int count = rows.length / inputs;
        float[] scored = new float[count * classes];
        pass.score(PackedModel.pack(elm), rows, count, workspace, scored);
        for (int r = 0; r < count; r++) {
            double[] reference = elm.probabilities(Arrays.copyOfRange(rows, r * inputs, (r + 1) * inputs));
            int top = 0;
            int best = 0;
            for (int c = 0; c < classes; c++) {
                assertThat((double) scored[r * classes + c]).isCloseTo(reference[c], within(TOLERANCE));
                top = scored[r * classes + c] > scored[r * classes + top] ? c : top;
                best = reference[c] > reference[best] ? c : best;
            }
            assertThat(reference[best] - reference[top]).isLessThan(TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("formsAndActivations")
    void shouldKeepTheDigitsOfAFeatureWithALargeMean(ForwardPass pass, Activation activation) {
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
    @MethodSource("formsAndActivations")
    void shouldGiveNumbersWhateverTheModelAndTheRow(ForwardPass pass, Activation activation) {
        // Given
        float most = 1e6f;
        Standardiser standardiser =
                new Standardiser(new float[] {-3e38f, 0}, new float[] {1e-20f, 1e20f}, MissingValues.MEAN);
        ExplicitHidden hidden =
                new ExplicitHidden(2, activation, new float[] {most, -most, most, most}, new float[] {most, most});
        PackedModel model = PackedModel.pack(elm(standardiser, hidden, new float[] {most, -most, -most, most}));
        float[] wild = {
            0,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            Float.MIN_VALUE,
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY
        };
        float[] rows = new float[2 * wild.length * wild.length];
        for (int i = 0; i < rows.length / 2; i++) {
            rows[2 * i] = wild[i / wild.length];
            rows[2 * i + 1] = wild[i % wild.length];
        }
        float[] scored = new float[rows.length];

        // When
        pass.score(model, rows, rows.length / 2, workspace, scored);

        // Then
        for (int i = 0; i < rows.length; i += 2) {
            assertThat(scored[i] + scored[i + 1])
                    .as(rows[i] + ", " + rows[i + 1])
                    .isCloseTo(1, within(1e-6f));
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void shouldScoreAMissingFeatureAsItsMean(ForwardPass pass) {
        // Given
        Elm elm = new Blobs(3, 2, 100, 1).train(20, Activation.TANH);
        PackedModel model = PackedModel.pack(elm);
        float mean = elm.standardiser().means()[1];
        float[] scored = new float[4];

        // When
        pass.score(model, new float[] {1, Float.NaN, 3, 1, mean, 3}, 2, workspace, scored);

        // Then
        assertThat(scored[0]).isEqualTo(scored[2]).isBetween(0f, 1f);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void shouldAllocateNothingOnceItIsWarm(ForwardPass pass) {
        // Given
        PackedModel model = PackedModel.pack(new Blobs(5, 3, 90, 1).train(40, Activation.SIGMOID));
        float[] rows = new float[100 * 5];
        float[] scored = new float[100 * 3];

        // When / Then: vectors are objects until C2 has compiled the vector form
        await().atMost(Duration.ofMinutes(5))
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> Allocation.of(() -> {
                            for (int i = 0; i < 100; i++) {
                                pass.score(model, rows, 100, workspace, scored);
                            }
                        })
                        == 0);
    }

    /**
     * Rows of the clouds, each feature moved by up to a distance; of every seventh row, the first feature is a
     * denormal.
     */
    private static float[] rows(Blobs blobs, float distance) {
        float[] rows = new float[blobs.rows() * blobs.inputs()];
        SplittableRandom random = new SplittableRandom(9);
        int[] taken = {0};
        blobs.forEach((row, label) -> {
            int at = taken[0]++ * row.length;
            for (int j = 0; j < row.length; j++) {
                rows[at + j] = row[j] + distance * (float) random.nextDouble(-1, 1);
            }
            rows[at] = at / row.length % 7 == 6 ? 1e-39f : rows[at];
        });
        return rows;
    }

    private static Elm elm(Standardiser standardiser, ExplicitHidden hidden, float[] beta) {
        List<String> features = standardiser.inputs() == 1 ? List.of("x") : List.of("x", "y");
        Provenance provenance = new Provenance("", 0, 0, Provenance.Quality.UNKNOWN, "test");
        return new Elm(features, List.of("off", "on"), standardiser, hidden, beta, 1, provenance);
    }
}
