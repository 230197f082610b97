package io.elmstream.cli;

import io.elmstream.data.CsvSamples;
import io.elmstream.data.Sample;
import io.elmstream.elm.Activation;
import io.elmstream.elm.ClassWeights;
import io.elmstream.elm.Elm;
import io.elmstream.elm.ElmTrainer;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import io.elmstream.elm.TrainingPlan;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;

/** The models of the demo, trained on the spot from the Shuttle sample's training rows. */
final class DemoModels {

    static final String ID = "shuttle";

    private static final long SEED = 42;

    private final Samples rows =
            CsvSamples.toTrain(Sample.SHUTTLE.file(), Sample.SHUTTLE.labelColumn(), Sample.SHUTTLE.trainingRows());

    /** Version 1, deliberately small: 24 hidden units. */
    byte[] small() {
        return train(1, 24, Activation.TANH, new ClassWeights.None());
    }

    /** Version 2, strong: more units, and rare states count for more. */
    byte[] strong() {
        return train(2, 400, Activation.RELU, new ClassWeights.Balanced(0.3));
    }

    /** A version 3 whose bytes were damaged on the way. */
    byte[] broken(byte[] good) {
        byte[] damaged = good.clone();
        damaged[damaged.length / 2] ^= 1;
        return damaged;
    }

    private byte[] train(int version, int units, Activation activation, ClassWeights weights) {
        Elm elm = ElmTrainer.train(
                rows,
                new TrainingPlan(units, activation, weights, MissingValues.REFUSE, SEED, ProductVersion.number()));
        return ArtefactFormat.write(Training.artefact(new ModelId(ID), version, elm, rows));
    }
}
