package io.elmstream.training;

import io.elmstream.elm.Standardiser;

/**
 * Mean, standard deviation and range of a feature in one pass (Welford: "Note on a method for calculating corrected
 * sums of squares and products", Technometrics 4, 1962).
 */
final class Moments {

    private long count;
    private double mean;
    private double squares;
    private float low = Float.POSITIVE_INFINITY;
    private float high = Float.NEGATIVE_INFINITY;

    /** @param value a finite number */
    void add(float value) {
        count++;
        double delta = value - mean;
        mean += delta / count;
        squares += delta * (value - mean);
        low = Math.min(low, value);
        high = Math.max(high, value);
    }

    long count() {
        return count;
    }

    double mean() {
        return mean;
    }

    /** Returns the sum of the squared distances from the mean. */
    double squares() {
        return squares;
    }

    /** Returns the least value; 0 if there is none. */
    float low() {
        return count == 0 ? 0 : low;
    }

    /** Returns the largest value; 0 if there is none. */
    float high() {
        return count == 0 ? 0 : high;
    }

    float deviation() {
        return (float) Math.sqrt(squares / Math.max(1, count));
    }

    /** Returns whether the feature is the same in every row, or varies by less than a model can tell. */
    boolean isConstant() {
        return deviation() < Standardiser.SMALLEST_SCALE;
    }
}
