package io.elmstream.training;

import io.elmstream.elm.Activation;
import io.elmstream.elm.MissingValues;

/**
 * The settings of a training.
 *
 * @param layer the hidden layer
 * @param classWeights the weight of a row, by its class
 * @param missing the meaning of NaN in training and in scoring
 * @param seed any number; determines the hidden weights
 * @param productVersion is written to the model's provenance
 */
public record TrainingPlan(
        LayerPlan layer, ClassWeights classWeights, MissingValues missing, long seed, String productVersion) {

    /** The largest number of hidden units; the Gram matrix then takes 128 MB. */
    public static final int MAX_UNITS = 4096;

    /**
     * Plans a layer of the generator splitmix-mixed-1 without direct links.
     *
     * @param units the number of hidden units, 1 to {@value #MAX_UNITS}
     * @param activation the activation of every unit
     * @param classWeights the weight of a row, by its class
     * @param missing the meaning of NaN in training and in scoring
     * @param seed any number; determines the hidden weights
     * @param productVersion is written to the model's provenance
     */
    public TrainingPlan(
            int units,
            Activation activation,
            ClassWeights classWeights,
            MissingValues missing,
            long seed,
            String productVersion) {
        this(LayerPlan.mixed(units, activation), classWeights, missing, seed, productVersion);
    }

    /** {@return how often a fit reads its rows} */
    public int passes() {
        return layer.drawnFromRows() ? 3 : 2;
    }
}
