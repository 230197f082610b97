package io.elmstream.bench;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A model of a given shape for measuring: trained on made-up rows, since only its shape costs time. Its last label is
 * so rare in training that healthy sensors never get it.
 */
final class BenchModel {

    static final String ID = "bench";
    static final String ALARM = "alarm";

    private static final int ROWS = 4_000;
    private static final int ALARMS = 2;
    private static final long SEED = 7;

    private BenchModel() {}

    /** The model file. */
    static byte[] artefact(int features, int units, int classes) {
        return artefact(1, elm(features, units, classes));
    }

    /** The model file of a version. */
    static byte[] artefact(int version, Elm elm) {
        return ArtefactFormat.write(new Artefact(
                new ModelId(ID),
                version,
                elm,
                Probes.of(elm, row(0, elm.featureNames().size()))));
    }

    static Elm elm(int features, int units, int classes) {
        return ElmTrainer.train(
                samples(features, classes),
                new TrainingPlan(
                        units, Activation.SIGMOID, new ClassWeights.None(), MissingValues.REFUSE, SEED, "bench"));
    }

    /** A row of made-up values, the same for the same number. */
    static float[] row(long number, int features) {
        SplittableRandom random = new SplittableRandom(SEED + number);
        float[] row = new float[features];
        for (int i = 0; i < features; i++) {
            row[i] = (float) random.nextDouble(-1, 1);
        }
        return row;
    }

    /** The names of the features of every model with so many. */
    static List<String> featureNames(int features) {
        return names("f", features);
    }

    private static Samples samples(int features, int classes) {
        List<String> names = featureNames(features);
        List<String> labels = new ArrayList<>(names("c", classes - 1));
        labels.add(ALARM);
        return new Samples() {
            @Override
            public List<String> featureNames() {
                return names;
            }

            @Override
            public List<String> labels() {
                return labels;
            }

            @Override
            public void forEach(Visitor visitor) {
                for (int r = 0; r < ROWS; r++) {
                    float[] row = row(r, features);
                    int label = (int) ((row[0] + 1) / 2 * (classes - 1));
                    visitor.row(row, r < ALARMS ? classes - 1 : label);
                }
            }
        };
    }

    private static List<String> names(String prefix, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(prefix + i);
        }
        return names;
    }
}
