package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.data.CsvSamples;
import io.elmstream.data.Sample;
import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedModel;
import io.elmstream.kernel.Workspace;
import org.junit.jupiter.api.Test;

/**
 * The splits on which results are published, scored by the very pass that serves. Plain ELMs of the literature reach
 * 99.40 % on Shuttle (Huang, Zhu, Siew 2006, table 8) and 88.97 % on Satellite (Liang et al. 2006, table VI).
 */
class PublishedProtocolTest {

    @Test
    void shouldReachItsMarkOnShuttleWithRareStatesFound() {
        // When
        Evaluation evaluation = trainAndTest(Sample.SHUTTLE, 400, new ClassWeights.Balanced(0.3));

        // Then
        assertThat(evaluation.rows()).isEqualTo(14_500);
        assertThat(evaluation.accuracy()).isGreaterThanOrEqualTo(0.9985);
        assertThat(evaluation.macroRecall()).isGreaterThanOrEqualTo(0.90);
        assertThat(evaluation.calibrationError()).isLessThan(0.005);
    }

    @Test
    void shouldReachItsMarkOnSatellite() {
        // When
        Evaluation evaluation = trainAndTest(Sample.SATELLITE, 1000, new ClassWeights.None());

        // Then
        assertThat(evaluation.rows()).isEqualTo(2000);
        assertThat(evaluation.accuracy()).isGreaterThanOrEqualTo(0.90);
        assertThat(evaluation.calibrationError()).isLessThan(0.03);
    }

    private static Evaluation trainAndTest(Sample sample, int units, ClassWeights weights) {
        CsvSamples training = CsvSamples.toTrain(sample.file(), sample.labelColumn(), sample.trainingRows());
        TrainingPlan plan = new TrainingPlan(units, Activation.RELU, weights, MissingValues.REFUSE, 1, "test");
        Elm elm = ElmTrainer.train(training, plan);

        PackedModel model = PackedModel.pack(elm);
        ForwardPass pass = ForwardPass.fastest();
        Workspace workspace = new Workspace();
        float[] probabilities = new float[model.classes()];
        Evaluation.Tally tally = new Evaluation.Tally(elm.labels());
        CsvSamples.toEvaluate(sample.file(), sample.labelColumn(), sample.testRows(), elm.featureNames(), elm.labels())
                .forEach((row, label) -> {
                    pass.score(model, row, 1, workspace, probabilities);
                    tally.add(label, probabilities, 0);
                });
        return tally.evaluation();
    }
}
