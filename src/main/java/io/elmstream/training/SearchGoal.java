package io.elmstream.training;

import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Shapes;
import java.util.Optional;

/**
 * What a search looks for.
 *
 * @param metric is made as good as possible
 * @param units the number of units of every plan that is compared; empty to search up to mostUnits
 * @param mostUnits the largest number of units, 1 to {@link TrainingPlan#MAX_UNITS}; bounds the memory
 * @param classWeights the weight of a row, by its class; empty to search its balance
 * @param maxNanos the most nanoseconds that a reading may take, as measured; infinite for any
 * @param maxBytes the largest model file
 * @param missing the meaning of NaN in training and in scoring
 * @param seed any number; determines the hidden weights
 * @param productVersion is written to the model's provenance
 */
public record SearchGoal(
        Metric metric,
        Optional<Integer> units,
        int mostUnits,
        Optional<ClassWeights> classWeights,
        double maxNanos,
        long maxBytes,
        MissingValues missing,
        long seed,
        String productVersion) {

    /** Checks the values. */
    public SearchGoal {
        Shapes.require(
                mostUnits > 0 && mostUnits <= TrainingPlan.MAX_UNITS,
                "mostUnits is " + mostUnits + ", must be from 1 to " + TrainingPlan.MAX_UNITS);
        Shapes.require(maxNanos > 0, "maxNanos is " + maxNanos + ", must be above 0");
        Shapes.require(maxBytes > 0, "maxBytes is " + maxBytes + ", must be above 0");
    }

    /**
     * Returns the same goal with another limit of units.
     *
     * @param units the largest number of units
     * @return the goal
     */
    public SearchGoal withMostUnits(int units) {
        return new SearchGoal(
                metric, this.units, units, classWeights, maxNanos, maxBytes, missing, seed, productVersion);
    }

    boolean allows(Trial trial) {
        return trial.nanos() <= maxNanos && trial.bytes() <= maxBytes;
    }

    TrainingPlan plan(LayerPlan layer, ClassWeights weights) {
        return new TrainingPlan(layer, weights, missing, seed, productVersion);
    }
}
