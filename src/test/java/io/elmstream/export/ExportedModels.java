package io.elmstream.export;

import io.elmstream.elm.Activation;
import io.elmstream.elm.ByteColumns;
import io.elmstream.elm.Classifier;
import io.elmstream.elm.DirectHidden;
import io.elmstream.elm.Elm;
import io.elmstream.elm.ExplicitHidden;
import io.elmstream.elm.HalfFloat;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.Layers;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.SeededHidden;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.elm.WeightGenerator;
import io.elmstream.model.Artefact;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import io.elmstream.support.TableFeatures;
import io.elmstream.tables.RowRange;
import io.elmstream.tables.Sample;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.TrainingPlan;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Models of every kind that a version can be, for tests of exports, and rows to score. */
final class ExportedModels {

    private static final int INPUTS = 9;
    private static final int CLASSES = 7;

    private ExportedModels() {}

    /** One model of each kind of layer and activation, and of each form of figures, by what it is. */
    static Map<String, Classifier> ofEveryKind() {
        Map<String, Classifier> models = new LinkedHashMap<>();
        for (Activation activation :
                new Activation[] {Activation.SIGMOID, Activation.TANH, Activation.RELU, Activation.CLIP}) {
            String name = activation.name();
            models.put("seeded " + name, elm(seeded(activation)));
            models.put("family " + name, elm(Layers.family(INPUTS, 130, activation)));
            models.put("anchored " + name, elm(Layers.anchored(INPUTS, 129, activation)));
            models.put("sparse " + name, elm(Layers.sparse(INPUTS, 40, activation)));
            models.put("explicit " + name, elm(explicit(activation)));
        }
        models.put("radial", elm(Layers.radial(INPUTS, 20)));
        models.put("direct", elm(new DirectHidden(INPUTS)));
        models.put("one input", Layers.elm(Layers.mixed(1), 2));
        models.put("mixed", elm(Layers.mixed(INPUTS)));
        models.put("mixed of 16 bits", rounded(Layers.mixed(INPUTS), false));
        models.put("mixed of 8 bits", rounded(Layers.mixed(INPUTS), true));
        float[] thresholds = {0.3f, 0.2f, 0.5f, 0.4f, 0, VerifiedDraft.NEVER_SURE, 0.6f};
        models.put(
                "draft",
                new VerifiedDraft(
                        elm(Layers.family(INPUTS, 20, Activation.RELU)), elm(Layers.mixed(INPUTS)), thresholds));
        return models;
    }

    private static SeededHidden seeded(Activation activation) {
        return new SeededHidden(INPUTS, 150, activation, WeightGenerator.SPLITMIX_MIXED_1, -7);
    }

    private static ExplicitHidden explicit(Activation activation) {
        return new ExplicitHidden(INPUTS, activation, Layers.values(INPUTS * 33, 1, 3), Layers.values(33, 1, 4));
    }

    private static Elm elm(HiddenLayer hidden) {
        return Layers.elm(hidden, CLASSES);
    }

    /** The same output weights in fewer bits. */
    private static Elm rounded(HiddenLayer hidden, boolean toBytes) {
        Elm elm = elm(hidden);
        float[] beta = elm.beta();
        for (int i = 0; i < beta.length; i++) {
            beta[i] = HalfFloat.round(beta[i]);
        }
        return new Elm(
                elm.featureNames(),
                elm.labels(),
                elm.standardiser(),
                hidden,
                toBytes ? ByteColumns.round(beta, CLASSES) : beta,
                1.5,
                elm.provenance());
    }

    /** A version of the model with golden rows, called model. */
    static Artefact artefact(Classifier classifier) {
        int inputs = classifier.featureNames().size();
        return new Artefact(
                new ModelId("model"), 3, classifier, Probes.of(classifier, Layers.values(16 * inputs, 4, 2)));
    }

    /** Rows of any values, some of them far out or missing. */
    static float[] rows(Classifier classifier, int count) {
        int inputs = classifier.featureNames().size();
        float[] rows = Layers.values(count * inputs, 4, 1);
        rows[0] = Float.NaN;
        rows[inputs - 1] = 1e9f;
        rows[2 * inputs] = -1e9f;
        return rows;
    }

    /** A model of the Shuttle sample that is as good as a good one. */
    static Elm shuttle(int units, Activation activation) {
        TableSamples samples =
                TableSamples.toTrain(Sample.SHUTTLE.table(), Sample.SHUTTLE.labelColumn(), new RowRange(1, 8_000));
        return ElmTrainer.train(
                samples, new TrainingPlan(units, activation, new ClassWeights.None(), MissingValues.REFUSE, 1, "test"));
    }

    /** The 14,500 test rows of the Shuttle sample. */
    static float[] shuttleRows(Elm elm) {
        RowRange range = Sample.SHUTTLE.testRows();
        int inputs = elm.featureNames().size();
        float[] rows = new float[14_500 * inputs];
        int at = 0;
        for (float[] row : TableFeatures.of(Sample.SHUTTLE.table(), elm.featureNames(), range)) {
            System.arraycopy(row, 0, rows, at, inputs);
            at += inputs;
        }
        return rows;
    }

    /** A row of them. */
    static float[] row(float[] rows, int r, int inputs) {
        return Arrays.copyOfRange(rows, r * inputs, (r + 1) * inputs);
    }
}
