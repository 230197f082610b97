package io.elmstream.cli.demo;

import io.elmstream.cli.terminal.ProductVersion;
import io.elmstream.elm.Activation;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.ProbeRows;
import io.elmstream.model.VersionKey;
import io.elmstream.tables.Sample;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.Cores;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.Trained;
import io.elmstream.training.TrainingPlan;
import io.elmstream.training.TrustGoal;
import io.elmstream.training.Validation;
import java.util.List;
import java.util.Optional;

/** The models of the demo, trained from the training rows of the Shuttle sample. */
final class DemoModels {

    static final ModelId ID = new ModelId("shuttle");

    /** The version of the deliberately small model. */
    static final int SMALL = 1;

    /** The version of the accurate model. */
    static final int STRONG = 2;

    /** The version of the model whose bytes were damaged. */
    static final int BROKEN = 3;

    /** The version of the well-formed but wrong model. */
    static final int MISLABELLED = 4;

    private static final long SEED = 42;

    private final Samples rows =
            TableSamples.toTrain(Sample.SHUTTLE.table(), Sample.SHUTTLE.labelColumn(), Sample.SHUTTLE.trainingRows());

    /** Returns the labels of all classes. */
    List<String> labels() {
        return rows.labels();
    }

    /** Returns a model with 24 hidden units. */
    byte[] small() {
        return train(SMALL, rows, 24, Activation.TANH, new ClassWeights.None());
    }

    /** Returns a model with more hidden units, in which rare states have more weight. */
    byte[] strong() {
        return train(STRONG, rows, 400, Activation.RELU, new ClassWeights.Balanced(0.3));
    }

    /** Returns a model that can learn: its hidden layer has room for other scales. */
    byte[] learning() {
        return train(SMALL, rows, 128, Activation.TANH, new ClassWeights.None());
    }

    /** Returns the key of a version. */
    static VersionKey version(int number) {
        return new VersionKey(ID, number);
    }

    /** Returns a valid file with one flipped bit. */
    byte[] broken(byte[] good) {
        byte[] damaged = good.clone();
        damaged[damaged.length / 2] ^= 1;
        return damaged;
    }

    /** Returns a model whose class numbers start at 1 instead of 0, which no check of a model file can detect. */
    byte[] mislabelled() {
        int classes = rows.labels().size();
        Samples oneOff = rows.via(next -> (features, label) -> next.row(features, (label + 1) % classes));
        return train(MISLABELLED, oneOff, 24, Activation.TANH, new ClassWeights.None());
    }

    private static byte[] train(int version, Samples rows, int units, Activation activation, ClassWeights weights) {
        ProbeRows probes = new ProbeRows(rows);
        Trained trained = ElmTrainer.train(
                probes,
                new TrainingPlan(units, activation, weights, MissingValues.REFUSE, SEED, ProductVersion.number()),
                new Validation.LeaveOneOut(),
                Cores.ONE);
        return ArtefactFormat.write(new Artefact(
                ID,
                version,
                trained.elm(),
                probes.of(trained.elm()),
                Optional.of(trained.calibration().trust(TrustGoal.DEFAULT)),
                trained.calibration().profile()));
    }
}
