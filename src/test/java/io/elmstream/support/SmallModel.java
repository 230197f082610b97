package io.elmstream.support;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.ExplicitHidden;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Standardiser;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import io.elmstream.tables.RowRange;
import io.elmstream.tables.Sample;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.TrainingPlan;
import java.util.List;
import java.util.Random;

/** A quickly trained model of the Shuttle sample, for tests that need a real one and not a good one. */
public final class SmallModel {

    public static final String ID = "shuttle";

    /** A reading of it. */
    public static final List<Float> FEATURES = List.of(50f, 21f, 77f, 0f, 28f, 0f, 27f, 48f, 22f);

    private static final RowRange ROWS = new RowRange(1, 2_000);

    private SmallModel() {}

    /** The model file of a version; versions differ in their seed. */
    public static byte[] artefact(int version) {
        return artefact(ID, version);
    }

    /** The same model under another id. */
    public static byte[] artefact(String id, int version) {
        return artefact(id, version, version);
    }

    /** A version with the weights of any seed. */
    public static byte[] artefact(String id, int version, int seed) {
        Elm elm = elm(seed);
        return ArtefactFormat.write(new Artefact(new ModelId(id), version, elm, probes(elm)));
    }

    /** A version that takes a missing value for the feature's mean; the others take none. */
    public static byte[] acceptingMissing(int version) {
        Elm elm = elm(version);
        Elm accepting = new Elm(
                elm.featureNames(),
                elm.labels(),
                new Standardiser(elm.standardiser().means(), elm.standardiser().scales(), MissingValues.MEAN),
                elm.hidden(),
                elm.beta(),
                elm.temperature(),
                elm.provenance());
        return ArtefactFormat.write(new Artefact(new ModelId(ID), version, accepting, probes(accepting)));
    }

    /**
     * A version whose hidden layer is written out, so that its file has a size at will. Its weights are random: it
     * names some class of each reading, the same one always.
     *
     * @param bytes that the file has at the least, and little more
     */
    public static byte[] large(int version, int bytes) {
        Elm small = elm(version);
        int inputs = FEATURES.size();
        int units = bytes / (Float.BYTES * (inputs + 1 + small.labels().size())) + 1;
        Random random = new Random(version);
        Elm large = new Elm(
                small.featureNames(),
                small.labels(),
                small.standardiser(),
                new ExplicitHidden(inputs, Activation.SIGMOID, weights(random, units * inputs), weights(random, units)),
                weights(random, units * small.labels().size()),
                small.temperature(),
                small.provenance());
        return ArtefactFormat.write(new Artefact(new ModelId(ID), version, large, probes(large)));
    }

    /** One golden row, the reading of {@link #FEATURES}. */
    public static Probes probes(Elm elm) {
        float[] row = new float[FEATURES.size()];
        for (int j = 0; j < row.length; j++) {
            row[j] = FEATURES.get(j);
        }
        return Probes.of(elm, row);
    }

    private static float[] weights(Random random, int count) {
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = random.nextFloat() - 0.5f;
        }
        return weights;
    }

    /** The model itself; that of a version has the version's number as its seed. */
    public static Elm elm(int seed) {
        TableSamples rows = TableSamples.toTrain(Sample.SHUTTLE.table(), Sample.SHUTTLE.labelColumn(), ROWS);
        return ElmTrainer.train(
                rows,
                new TrainingPlan(24, Activation.SIGMOID, new ClassWeights.None(), MissingValues.REFUSE, seed, "test"));
    }

    /** The labels of its classes. */
    public static List<String> labels() {
        return TableSamples.toTrain(Sample.SHUTTLE.table(), Sample.SHUTTLE.labelColumn(), ROWS)
                .labels();
    }
}
