package io.elmstream.training;

import java.util.List;
import java.util.Optional;

/**
 * How far predictions of labelled rows were to be believed.
 *
 * @param measured what the trust of the model was worth; empty if it has none
 * @param curve coverage against accuracy, from all rows to the surest half
 */
public record TrustEvaluation(Optional<Measured> measured, List<Point> curve) {

    /** Copies the list. */
    public TrustEvaluation {
        curve = List.copyOf(curve);
    }

    /**
     * What the trust of the model was worth.
     *
     * @param stated the share of rows whose label set should have their true class
     * @param covered the share of rows whose label set has it
     * @param setSize the mean number of classes in a label set
     * @param abstained the share of rows from whose prediction the model abstains
     * @param usedAccuracy the accuracy of the other predictions, 0 to 1
     * @param outOfRange the share of rows beyond the range of the training rows
     */
    public record Measured(
            double stated, double covered, double setSize, double abstained, double usedAccuracy, double outOfRange) {}

    /**
     * The surest rows.
     *
     * @param coverage their share of all rows
     * @param accuracy their accuracy, 0 to 1
     * @param confidence the confidence of the least sure of them, in steps of 0.0001
     */
    public record Point(double coverage, double accuracy, double confidence) {}
}
