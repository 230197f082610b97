package io.elmstream.support;

import io.elmstream.data.CsvSamples;
import io.elmstream.data.RowRange;
import io.elmstream.data.Sample;
import io.elmstream.elm.Activation;
import io.elmstream.elm.ClassWeights;
import io.elmstream.elm.Elm;
import io.elmstream.elm.ElmTrainer;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.TrainingPlan;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import java.util.List;

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
        return ArtefactFormat.write(new Artefact(new ModelId(id), version, elm, Probes.none(elm)));
    }

    /** The model itself; that of a version has the version's number as its seed. */
    public static Elm elm(int seed) {
        CsvSamples rows = CsvSamples.toTrain(Sample.SHUTTLE.file(), Sample.SHUTTLE.labelColumn(), ROWS);
        return ElmTrainer.train(
                rows,
                new TrainingPlan(
                        24, Activation.SIGMOID, new ClassWeights.None(), MissingValues.REFUSE, seed, "test"));
    }

    /** The labels of its classes. */
    public static List<String> labels() {
        return CsvSamples.toTrain(Sample.SHUTTLE.file(), Sample.SHUTTLE.labelColumn(), ROWS).labels();
    }
}
