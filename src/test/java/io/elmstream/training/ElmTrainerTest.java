package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import io.elmstream.elm.Standardiser;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ElmTrainerTest {

    @Test
    void shouldLearnToTellCloudsOfPointsApart() {
        // Given
        Elm elm = new Blobs(4, 3, 600, 1).train(40, Activation.TANH);
        Evaluation.Tally tally = new Evaluation.Tally(elm.labels());

        // When
        new Blobs(4, 3, 300, 2).forEach((row, label) -> tally.add(label, elm.probabilities(row)));

        // Then
        assertThat(tally.evaluation().accuracy()).isGreaterThan(0.95);
        assertThat(elm.provenance().quality().accuracy()).isGreaterThan(0.95);
        assertThat(elm.provenance().rows()).isEqualTo(600);
    }

    @Test
    void shouldTrainTheSameModelOnSeveralCores() {
        // Given
        Samples samples = new Blobs(4, 3, 1_100, 1);
        TrainingPlan plan =
                new TrainingPlan(100, Activation.TANH, new ClassWeights.None(), MissingValues.REFUSE, 1, "test");

        // When
        Elm several = ElmTrainer.train(
                samples,
                plan,
                (parts, work) -> IntStream.range(0, parts).parallel().forEach(work));

        // Then
        assertThat(several).isEqualTo(ElmTrainer.train(samples, plan));
    }

    @Test
    void shouldStandardiseByMeanAndDeviation() {
        // Given
        Samples samples = rows(new float[][] {{1, 5}, {3, 5}, {5, 5}}, 0, 1, 0);

        // When
        Standardiser standardiser = train(samples, MissingValues.REFUSE).standardiser();

        // Then
        assertThat(standardiser.means()).containsExactly(3, 5);
        assertThat(standardiser.scales()[0]).isCloseTo((float) Math.sqrt(8 / 3.0), within(1e-6f));
        assertThat(standardiser.scales()[1]).as("of a constant feature").isEqualTo(1);
    }

    @Test
    void shouldLeaveMissingFeaturesOutOfTheMean() {
        // Given
        Samples samples = rows(new float[][] {{1, 5}, {Float.NaN, 6}, {5, 7}}, 0, 1, 0);

        // When
        Elm elm = train(samples, MissingValues.MEAN);

        // Then
        assertThat(elm.standardiser().means()).containsExactly(3, 6);
        assertThat(elm.probabilities(new float[] {Float.NaN, 6})).isEqualTo(elm.probabilities(new float[] {3, 6}));
    }

    @Test
    void shouldSayWhichValueCannotBeTrainedOn() {
        Samples missing = rows(new float[][] {{1, 5}, {Float.NaN, 6}}, 0, 1);
        Samples infinite = rows(new float[][] {{1, 5}, {2, Float.NEGATIVE_INFINITY}}, 0, 1);
        assertThatThrownBy(() -> train(missing, MissingValues.REFUSE))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("row 2, feature x is NaN")
                .hasMessageContaining("MEAN");
        assertThatThrownBy(() -> train(infinite, MissingValues.MEAN))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("row 2, feature y is -Infinity");
    }

    @Test
    void shouldRefuseDataOfOneClass() {
        assertThatThrownBy(() -> train(rows(new float[][] {{1, 5}, {2, 6}}, 1, 1), MissingValues.REFUSE))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("training needs rows of two or more");
        assertThatThrownBy(() -> train(rows(new float[][] {}), MissingValues.REFUSE))
                .isInstanceOf(TrainingException.class);
    }

    @Test
    void shouldTellOtherDataByItsDigest() {
        // Given
        Samples one = rows(new float[][] {{1, 5}, {2, 6}}, 0, 1);
        Samples same = rows(new float[][] {{1, 5}, {2, 6}}, 0, 1);
        Samples other = rows(new float[][] {{1, 5}, {2, 6}}, 1, 0);

        // When
        String digest = train(one, MissingValues.REFUSE).provenance().dataDigest();

        // Then
        assertThat(digest).matches("[0-9a-f]{64}");
        assertThat(train(same, MissingValues.REFUSE).provenance().dataDigest()).isEqualTo(digest);
        assertThat(train(other, MissingValues.REFUSE).provenance().dataDigest()).isNotEqualTo(digest);
    }

    @Test
    void shouldEstimateItsMemory() {
        // Given: a square matrix of 4,096 units takes 128 MiB, 8,000 rows of them 250 MiB
        long mebibyte = 1 << 20;

        // When / Then
        assertThat(ElmTrainer.memory(4096, 7, 43_500) / mebibyte).isBetween(768L, 1_600L);
        assertThat(ElmTrainer.memory(600, 7, 43_500) / mebibyte).isBetween(100L, 200L);
        assertThat(ElmTrainer.memory(4096, 7, 100)).isLessThan(ElmTrainer.memory(4096, 7, 1_000_000));
        assertThat(ElmTrainer.memory(1_000_000, 7, 100)).as("no overflow").isGreaterThan(1L << 40);
    }

    private static Elm train(Samples samples, MissingValues missing) {
        return ElmTrainer.train(
                samples, new TrainingPlan(5, Activation.SIGMOID, new ClassWeights.None(), missing, 1, "test"));
    }

    private static Samples rows(float[][] rows, int... labels) {
        return new Samples() {
            @Override
            public List<String> featureNames() {
                return List.of("x", "y");
            }

            @Override
            public List<String> labels() {
                return List.of("off", "on");
            }

            @Override
            public void forEach(Visitor visitor) {
                for (int r = 0; r < rows.length; r++) {
                    visitor.row(rows[r], labels[r]);
                }
            }
        };
    }
}
