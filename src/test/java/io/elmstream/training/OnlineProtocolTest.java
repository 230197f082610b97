package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.tables.RowRange;
import io.elmstream.tables.Sample;
import io.elmstream.tables.TableSamples;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/**
 * The protocol of OS-ELM on Satellite: rows one by one, 20 by 20, and in chunks of random size from 10 to 30 give the
 * accuracy of a batch (Liang, Huang, Saratchandran, Sundararajan, IEEE TNN 17(6), 2006, table VI: sigmoid, 400 units,
 * 88.93, 88.86, 88.90 and 88.97 %).
 */
class OnlineProtocolTest {

    private static final TableSamples TRAINING = rows(Sample.SATELLITE.trainingRows());
    private static final TrainingPlan PLAN = new TrainingPlan(
            LayerPlan.mixed(400, Activation.SIGMOID), new ClassWeights.None(), MissingValues.REFUSE, 1, "test");

    @Test
    void shouldReachTheSameAccuracyInAnyChunks() {
        // Given
        SplittableRandom random = new SplittableRandom(1);
        Elm batch = ElmTrainer.train(TRAINING, PLAN);
        double ridge = batch.provenance().lambda();

        // When
        double expected = accuracy(batch);

        // Then
        assertThat(expected).isGreaterThan(0.885);
        assertThat(accuracy(learnt(batch, ridge, () -> 1))).isCloseTo(expected, within(0.001));
        assertThat(accuracy(learnt(batch, ridge, () -> 20))).isCloseTo(expected, within(0.001));
        assertThat(accuracy(learnt(batch, ridge, () -> random.nextInt(10, 31)))).isCloseTo(expected, within(0.001));
    }

    private static Elm learnt(Elm batch, double ridge, IntSupplier chunk) {
        OnlinePlan plan = new OnlinePlan(List.of(new Forgetting.Never()), ridge, 500, "test");
        OnlineLearner learner = new OnlineLearner(OnlineBasis.of(batch), plan, (label, predicted) -> {});
        int[] left = {chunk.getAsInt()};
        TRAINING.forEach((row, label) -> {
            learner.learn(row, label);
            if (--left[0] == 0) {
                learner.flush();
                left[0] = chunk.getAsInt();
            }
        });
        learner.solve();
        return learner.elm("test");
    }

    private static double accuracy(Elm elm) {
        Evaluation.Tally tally = new Evaluation.Tally(elm.labels());
        rows(Sample.SATELLITE.testRows()).forEach((row, label) -> tally.add(label, elm.probabilities(row)));
        return tally.evaluation().accuracy();
    }

    private static TableSamples rows(RowRange range) {
        return TableSamples.toTrain(Sample.SATELLITE.table(), Sample.SATELLITE.labelColumn(), range);
    }
}
