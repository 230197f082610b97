package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.Classifier;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import io.elmstream.elm.TrainingProfile;
import io.elmstream.elm.Trust;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statements about held-out rows hold for 10,000 new rows of the same source. */
class CalibrationTest {

    private static final int NEW_ROWS = 10_000;

    /** Three overlapping classes, the last of them a tenth as frequent as the others. */
    private record Overlapping(int rows, long seed) implements Samples {

        @Override
        public List<String> featureNames() {
            return List.of("x", "y");
        }

        @Override
        public List<String> labels() {
            return List.of("a", "b", "rare");
        }

        @Override
        public void forEach(Visitor visitor) {
            Random random = new Random(seed);
            float[] row = new float[2];
            for (int r = 0; r < rows; r++) {
                int pick = random.nextInt(21);
                int label = pick < 10 ? 0 : pick < 20 ? 1 : 2;
                row[0] = (float) (1.5 * label + random.nextGaussian());
                row[1] = (float) ((label == 1 ? 1.5 : 0) + random.nextGaussian());
                visitor.row(row, label);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.9, 0.95, 0.98})
    void shouldCoverTheStatedShareOfNewRows(double coverage) {
        // Given
        Trained trained = train(new Overlapping(6_000, 1), new Validation.LeaveOneOut());

        // When
        Trust trust = trained.calibration().trust(new TrustGoal(coverage, OptionalDouble.empty()));

        // Then
        long[] covered = new long[3];
        long[] rows = new long[3];
        new Overlapping(NEW_ROWS, 2).forEach((features, label) -> {
            double[] probabilities = trained.elm().probabilities(features);
            rows[label]++;
            covered[label] +=
                    trust.sets().has(label, (float) probabilities[label], Classifier.predicted(probabilities)) ? 1 : 0;
        });
        assertThat(share(Arrays.stream(covered).sum(), NEW_ROWS)).isCloseTo(coverage, within(0.01));
        for (int c = 0; c < rows.length; c++) {
            // the rare class has 300 rows, and fewer are held out to learn from
            assertThat(share(covered[c], rows[c])).isCloseTo(coverage, within(c == 2 ? 0.06 : 0.025));
        }
    }

    @Test
    void shouldAbstainSoThatUsedPredictionsAreRight() {
        // Given
        Trained trained = train(new Overlapping(6_000, 3), new Validation.LeaveOneOut());

        // When
        Trust trust = trained.calibration().trust(new TrustGoal(0.9, OptionalDouble.of(0.9)));

        // Then
        int[] used = new int[3];
        int[] right = new int[3];
        new Overlapping(NEW_ROWS, 4).forEach((features, label) -> {
            double[] probabilities = trained.elm().probabilities(features);
            int top = Classifier.predicted(probabilities);
            if (!trust.abstention().abstains(top, (float) probabilities[top])) {
                used[top]++;
                right[top] += top == label ? 1 : 0;
            }
        });
        for (int c = 0; c < 2; c++) {
            assertThat(used[c]).isGreaterThan(NEW_ROWS / 5);
            assertThat(share(right[c], used[c])).isCloseTo(0.9, within(0.025));
        }
        assertThat(trained.calibration().trust(TrustGoal.DEFAULT).abstention().least())
                .containsOnly(0);
    }

    @Test
    void shouldTellTheRangeOfTheTrainingRows() {
        // Given
        Blobs rows = new Blobs(4, 3, 300, 5);

        // When
        Trust trust = train(rows, new Validation.LeaveOneOut()).calibration().trust(TrustGoal.DEFAULT);

        // Then
        rows.forEach((features, label) ->
                assertThat(trust.range().beyond(features, 0)).isZero());
        assertThat(trust.range().beyond(new float[] {0, 10, 20, 1_000}, 0)).isGreaterThan(0.9f);
    }

    @Test
    void shouldUseTheRangeOfAllRowsIfSomeWereHeldBack() {
        // Given
        Blobs rows = new Blobs(4, 3, 300, 5);

        // When
        Trust trust = train(rows, new Validation.Rows(1, 100)).calibration().trust(TrustGoal.DEFAULT);

        // Then
        rows.forEach((features, label) ->
                assertThat(trust.range().beyond(features, 0)).isZero());
    }

    @Test
    void shouldTellWhatReadingsToComeAreLike() {
        // Given
        Blobs rows = new Blobs(4, 3, 300, 5);

        for (Validation validation : List.of(new Validation.LeaveOneOut(), new Validation.Rows(1, 100))) {
            // When
            Trained trained = train(rows, validation);
            TrainingProfile profile = trained.calibration().profile().orElseThrow();

            // Then: by all rows, whichever were held out
            long[] first = new long[profile.features().get(0).bins()];
            rows.forEach((features, label) -> first[profile.features().get(0).bin(features[0])]++);
            for (int b = 0; b < first.length; b++) {
                assertThat((double) profile.features().get(0).shares()[b]).isCloseTo(first[b] / 300.0, within(1e-6));
            }
            assertThat(profile.rows()).isEqualTo(300);
            assertThat(profile.features()).hasSize(4);
            assertThat(profile.heldOut()).isEqualTo(validation instanceof Validation.LeaveOneOut ? 300 : 100);
            assertThat(profile.accuracy())
                    .isCloseTo(trained.validated().evaluation().accuracy(), within(1e-9));
            assertThat(profile.confidence()).isBetween(0.3, 1.0);
        }
    }

    @Test
    void shouldPutAllClassesIntoTheSetsIfThereAreTooFewRows() {
        // Given
        Trained trained = train(new Blobs(2, 3, 6, 1), new Validation.LeaveOneOut());

        // When
        Trust trust = trained.calibration().trust(TrustGoal.DEFAULT);

        // Then
        assertThat(trust.sets().least()).containsOnly(0);
    }

    private static Trained train(Samples rows, Validation validation) {
        TrainingPlan plan =
                new TrainingPlan(32, Activation.TANH, new ClassWeights.None(), MissingValues.REFUSE, 1, "test");
        return ElmTrainer.train(rows, plan, validation, Cores.ONE);
    }

    private static double share(long part, long whole) {
        return (double) part / whole;
    }
}
