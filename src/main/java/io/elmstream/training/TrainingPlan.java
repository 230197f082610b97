package io.elmstream.training;

import io.elmstream.elm.Activation;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Shapes;

/**
 * The settings of a training.
 *
 * @param units the number of hidden units, 1 to {@value #MAX_UNITS}
 * @param activation the activation of every unit
 * @param classWeights the weight of a row, by its class
 * @param missing the meaning of NaN in training and in scoring
 * @param seed any number; determines the hidden weights
 * @param productVersion is written to the model's provenance
 */
public record TrainingPlan(
        int units,
        Activation activation,
        ClassWeights classWeights,
        MissingValues missing,
        long seed,
        String productVersion) {

    /** The largest number of hidden units; the Gram matrix then takes 128 MB. */
    public static final int MAX_UNITS = 4096;

    /** Checks the values. */
    public TrainingPlan {
        Shapes.require(units > 0 && units <= MAX_UNITS, "units is " + units + ", must be from 1 to " + MAX_UNITS);
    }
}
