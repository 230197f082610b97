package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ValidationTest {

    private static final TrainingPlan PLAN =
            new TrainingPlan(30, Activation.TANH, new ClassWeights.None(), MissingValues.REFUSE, 1, "test");

    @Test
    void shouldPredictTheLastFifthByTheRowsBefore() {
        // Given
        Validation time = new Validation.Time();

        // When / Then
        assertThat(rowsWhere(10, row -> time.fits(row, 10))).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(rowsWhere(10, row -> time.predicts(row, 10))).containsExactly(9L, 10L);
    }

    @Test
    void shouldLeaveGapsBesideBlocks() {
        // Given
        Validation blocks = new Validation.Blocks();

        // When: a block has four rows, and every third of five is held out
        List<Long> predicted = rowsWhere(100, row -> blocks.predicts(row, 100));
        List<Long> fitted = rowsWhere(100, row -> blocks.fits(row, 100));

        // Then
        assertThat(predicted).hasSize(20).startsWith(9L, 10L, 11L, 12L, 29L);
        assertThat(fitted).hasSize(70).doesNotContain(8L, 13L).contains(7L, 14L);
    }

    @Property(tries = 50)
    void shouldNeverPredictARowThatItFitted(@ForAll @IntRange(min = 1, max = 2000) int rows) {
        for (Validation validation :
                List.of(new Validation.Time(), new Validation.Blocks(), new Validation.Rows(3, 9))) {
            assertThat(rowsWhere(rows, row -> validation.fits(row, rows) && validation.predicts(row, rows)))
                    .as(validation.description())
                    .isEmpty();
        }
    }

    @Test
    void shouldTrainOnAllRowsAfterTheChoice() {
        // Given
        Samples samples = new Blobs(4, 3, 600, 1);

        // When
        Trained trained = ElmTrainer.train(samples, PLAN, new Validation.Time(), Cores.ONE);

        // Then
        assertThat(trained.elm().provenance().rows()).isEqualTo(600);
        assertThat(trained.elm().provenance().validation()).isEqualTo("last fifth");
        assertThat(trained.elm().provenance().lambda())
                .isEqualTo(600 * trained.validated().lambdaPerRow());
        assertThat(trained.validated().evaluation().rows()).isEqualTo(120);
        assertThat(trained.leaveOneOut().rows()).isEqualTo(600);
        assertThat(trained.elm().standardiser())
                .isEqualTo(ElmTrainer.train(samples, PLAN).standardiser());
    }

    @Test
    void shouldMeasureAPlanAsTrainingDoes() {
        // Given
        Samples samples = new Blobs(4, 3, 600, 1);
        Samples others = new Blobs(4, 3, 150, 2);

        for (Validation validation : List.of(
                new Validation.LeaveOneOut(),
                new Validation.Blocks(),
                new Validation.Rows(1, 60),
                new Validation.Others(others, "others"))) {
            // When
            Validated measured = ElmTrainer.validate(samples, PLAN, validation, Cores.ONE);

            // Then
            Validated trained =
                    ElmTrainer.train(samples, PLAN, validation, Cores.ONE).validated();
            assertThat(measured.lambdaPerRow()).isEqualTo(trained.lambdaPerRow());
            assertThat(measured.evaluation().accuracy())
                    .isEqualTo(trained.evaluation().accuracy());
        }
    }

    @Test
    void shouldNotBeFlatteredByNeighboursInTime() {
        // Given: the classes swap their places for the last fifth
        Samples drifting = drifting();

        // When
        Trained trained = ElmTrainer.train(drifting, PLAN, new Validation.Time(), Cores.ONE);

        // Then
        assertThat(trained.leaveOneOut().accuracy()).isGreaterThan(0.75);
        assertThat(trained.validated().evaluation().accuracy()).isLessThan(0.5);
    }

    @Test
    void shouldCountEveryRowOfAnEvaluationAtHand() {
        // Given
        Samples others = new Blobs(4, 3, 150, 2);

        // When
        Validated validated =
                ElmTrainer.validate(new Blobs(4, 3, 600, 1), PLAN, new Validation.Others(others, "others"), Cores.ONE);

        // Then
        assertThat(validated.evaluation().rows()).isEqualTo(150);
        assertThat(validated.evaluation().accuracy()).isCloseTo(1, within(0.05));
    }

    @Test
    void shouldSayThatThereAreNoRowsToPredict() {
        assertThatThrownBy(
                        () -> ElmTrainer.validate(new Blobs(4, 3, 60, 1), PLAN, new Validation.Rows(61, 70), Cores.ONE))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("no rows to validate on");
    }

    private static List<Long> rowsWhere(long rows, LongPredicate holds) {
        return LongStream.rangeClosed(1, rows).filter(holds).boxed().toList();
    }

    private static Samples drifting() {
        List<float[]> rows = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(5);
        for (int r = 0; r < 400; r++) {
            float time = r / 100f;
            int label = random.nextInt(2);
            // the sign by which the classes are told apart changes for the last fifth
            float signal = (r < 320 ? 1 : -1) * (label == 0 ? -1 : 1) + 0.2f * (float) random.nextDouble();
            rows.add(new float[] {time, signal});
            labels.add(label);
        }
        return new Samples() {
            @Override
            public List<String> featureNames() {
                return List.of("time", "signal");
            }

            @Override
            public List<String> labels() {
                return List.of("off", "on");
            }

            @Override
            public void forEach(Visitor visitor) {
                for (int r = 0; r < rows.size(); r++) {
                    visitor.row(rows.get(r), labels.get(r));
                }
            }
        };
    }
}
