package io.elmstream.training;

import io.elmstream.elm.Shapes;
import io.elmstream.elm.ShortList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The weight of a row in training, by its class. Sensor data are imbalanced: faults are rare, and an unweighted fit
 * sacrifices them to the many normal rows. Weights are scaled so that the mean over all rows is 1.
 */
public sealed interface ClassWeights {

    /** All rows have the same weight: best for accuracy. */
    public record None() implements ClassWeights {}

    /**
     * A row has the weight {@code n(class) ^ -power}.
     *
     * @param power above 0 and at most 1; 1 gives every class the same total weight (best for macro recall), 0.5 is
     *     halfway to it
     */
    public record Balanced(double power) implements ClassWeights {

        /** Every class has the same total weight. */
        public Balanced() {
            this(1);
        }

        /** Checks the values. */
        public Balanced {
            Shapes.require(power > 0 && power <= 1, "power is " + power + ", must be above 0 and at most 1");
        }
    }

    /**
     * Weights by label; labels without a weight have weight 1.
     *
     * @param weights above 0 and finite
     */
    public record Given(Map<String, Double> weights) implements ClassWeights {

        /** Checks the weights and copies them. */
        public Given {
            weights = Map.copyOf(weights);
            weights.forEach((label, weight) -> Shapes.require(
                    weight > 0 && Double.isFinite(weight),
                    "the weight of class " + label + " is " + weight + ", must be above 0"));
        }
    }

    /**
     * Returns the weight of a row of each class.
     *
     * @param labels the class labels
     * @param rows the number of training rows of each class
     * @return one weight per label; the mean over all rows is 1
     * @throws TrainingException if a given weight names a label that is not in the data
     */
    default double[] of(List<String> labels, long[] rows) {
        double[] weights = new double[labels.size()];
        if (this instanceof Balanced balanced) {
            for (int c = 0; c < weights.length; c++) {
                weights[c] = rows[c] == 0 ? 0 : StrictMath.pow(rows[c], -balanced.power());
            }
        } else if (this instanceof Given given) {
            for (String label : given.weights().keySet()) {
                if (!labels.contains(label)) {
                    throw new TrainingException("a class weight is given for \"" + label + "\", but the labels are "
                            + ShortList.inBrackets(labels));
                }
            }
            for (int c = 0; c < weights.length; c++) {
                weights[c] = given.weights().getOrDefault(labels.get(c), 1.0);
            }
        } else {
            Arrays.fill(weights, 1);
        }
        double total = 0;
        double count = 0;
        for (int c = 0; c < weights.length; c++) {
            total += weights[c] * rows[c];
            count += rows[c];
        }
        for (int c = 0; c < weights.length; c++) {
            weights[c] *= count / total;
        }
        return weights;
    }
}
