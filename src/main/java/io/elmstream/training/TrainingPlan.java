package io.elmstream.training;

import io.elmstream.elm.Activation;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Shapes;

/**
 * What to train.
 *
 * @param units the number of hidden units, 1 to {@value #MAX_UNITS}
 * @param activation the activation of every unit
 * @param classWeights how much a row counts, by its class
 * @param missing what a NaN means in training and in scoring
 * @param seed any number; the hidden weights come from it
 * @param productVersion goes into the model's provenance
 */
public record TrainingPlan(
        int units,
        Activation activation,
        ClassWeights classWeights,
        MissingValues missing,
        long seed,
        String productVersion) {

    /** The most hidden units; the Gram matrix then takes 128 MB. */
    public static final int MAX_UNITS = 4096;

    /** Checks the values. */
    public TrainingPlan {
        Shapes.require(units > 0 && units <= MAX_UNITS, "units is " + units + ", must be from 1 to " + MAX_UNITS);
    }
}
