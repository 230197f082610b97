package io.elmstream.quality;

import java.util.Arrays;

/**
 * What a version's training says of the readings to come.
 *
 * @param rows training rows that the shares of features are of
 * @param features share of the training rows in each bin, by feature; rows without the feature come last; each sums to
 *     1
 * @param heldOut rows that the version was measured on and not trained on; 0 if there were none
 * @param predicted share of these rows that it assigned to each class; empty without such rows
 * @param confidence mean confidence on these rows, 0 to 1
 * @param accuracy accuracy on these rows, 0 to 1
 */
public record Expectation(
        long rows, double[][] features, long heldOut, double[] predicted, double confidence, double accuracy) {

    private static final double SUM_TOLERANCE = 1e-3;

    /** Checks the shares. */
    public Expectation {
        Arrays.stream(features).forEach(Expectation::requireShares);
        if (heldOut > 0) {
            requireShares(predicted);
        }
        requireFraction("confidence", confidence);
        requireFraction("accuracy", accuracy);
    }

    private static void requireShares(double[] shares) {
        Arrays.stream(shares).forEach(share -> requireFraction("share", share));
        double sum = Arrays.stream(shares).sum();
        if (Math.abs(sum - 1) > SUM_TOLERANCE) {
            throw new IllegalArgumentException("the shares sum to " + sum + ", must be 1");
        }
    }

    private static void requireFraction(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is " + value + ", must be from 0 to 1");
        }
    }
}
