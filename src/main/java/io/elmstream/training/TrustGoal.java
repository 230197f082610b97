package io.elmstream.training;

import io.elmstream.elm.Shapes;
import java.util.OptionalDouble;

/**
 * How much trust predictions shall deserve.
 *
 * @param coverage the share of readings whose label set has their true class, above 0 and below 1
 * @param accuracy the share of used predictions of each class that are right, above 0 and below 1: the model abstains
 *     from the others; empty if it never abstains
 */
public record TrustGoal(double coverage, OptionalDouble accuracy) {

    /** A coverage of 90 %, and no abstention. */
    public static final TrustGoal DEFAULT = new TrustGoal(0.9, OptionalDouble.empty());

    /** Checks the values. */
    public TrustGoal {
        Shapes.require(coverage > 0 && coverage < 1, "coverage is " + coverage + ", must be above 0 and below 1");
        Shapes.require(
                accuracy.isEmpty() || (accuracy.getAsDouble() > 0 && accuracy.getAsDouble() < 1),
                "accuracy is " + accuracy.orElse(0) + ", must be above 0 and below 1");
    }
}
