package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.UnitFamily;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedModel;
import io.elmstream.kernel.Workspace;
import io.elmstream.tables.Sample;
import io.elmstream.tables.TableSamples;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The splits on which results are published, scored by the very pass that serves. Plain ELMs of the literature reach
 * 99.40 % on Shuttle (Huang, Zhu, Siew 2006, table 8) and 88.97 % on Satellite (Liang et al. 2006, table VI).
 */
class PublishedProtocolTest {

    @Test
    void shouldReachItsMarkOnShuttleWithRareStatesFound() {
        // When
        Evaluation evaluation =
                trainAndTest(Sample.SHUTTLE, LayerPlan.mixed(400, Activation.RELU), new ClassWeights.Balanced(0.3));

        // Then
        assertThat(evaluation.rows()).isEqualTo(14_500);
        assertThat(evaluation.accuracy()).isGreaterThanOrEqualTo(0.9985);
        assertThat(evaluation.macroRecall()).isGreaterThanOrEqualTo(0.90);
        assertThat(evaluation.calibrationError()).isLessThan(0.005);
    }

    @Test
    void shouldFindNearlyEveryStateOfShuttleByThresholdsAtTrainingRows() {
        // Given
        UnitFamily steep = new UnitFamily(List.of(1, 1, 2, 2), List.of(4f, 8f, 16f));
        LayerPlan layer = LayerPlan.of(new UnitPlan.Family(512, Activation.CLIP, steep, true));

        // When
        Evaluation evaluation = trainAndTest(Sample.SHUTTLE, layer, new ClassWeights.Balanced(0.15));

        // Then
        assertThat(evaluation.accuracy()).isGreaterThanOrEqualTo(0.9995);
        assertThat(evaluation.macroRecall()).isGreaterThanOrEqualTo(0.975);
        assertThat(evaluation.calibrationError()).isLessThan(0.02);
    }

    @Test
    void shouldReachItsMarkOnSatellite() {
        // When
        Evaluation evaluation =
                trainAndTest(Sample.SATELLITE, LayerPlan.mixed(1000, Activation.RELU), new ClassWeights.None());

        // Then
        assertThat(evaluation.rows()).isEqualTo(2000);
        assertThat(evaluation.accuracy()).isGreaterThanOrEqualTo(0.90);
        assertThat(evaluation.calibrationError()).isLessThan(0.03);
    }

    private static Evaluation trainAndTest(Sample sample, LayerPlan layer, ClassWeights weights) {
        TableSamples training = TableSamples.toTrain(sample.table(), sample.labelColumn(), sample.trainingRows());
        TrainingPlan plan = new TrainingPlan(layer, weights, MissingValues.REFUSE, 1, "test");
        Elm elm = ElmTrainer.train(training, plan);

        PackedModel model = PackedModel.pack(elm);
        ForwardPass pass = ForwardPass.fastest();
        Workspace workspace = new Workspace();
        float[] probabilities = new float[model.classes()];
        Evaluation.Tally tally = new Evaluation.Tally(elm.labels());
        TableSamples.toEvaluate(
                        sample.table(), sample.labelColumn(), sample.testRows(), elm.featureNames(), elm.labels())
                .forEach((row, label) -> {
                    pass.score(model, row, 1, workspace, probabilities);
                    tally.add(label, probabilities, 0);
                });
        return tally.evaluation();
    }
}
