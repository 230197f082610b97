package io.elmstream.elm;

import java.util.Arrays;

/**
 * The part of the feature space that training rows came from: the least and the largest value of each feature, and how
 * far rows went from the middle in all features together. The second tells rows whose single features are usual, but
 * not their combination, and with it how far the hidden units are driven into saturation: their sums grow with the
 * length of the row. Immutable.
 */
public final class TrainingRange {

    /** The smallest half-width of a feature's range, so that a division by it stays a number. */
    private static final float SMALLEST = 1e-30f;

    private final float[] low;
    private final float[] high;
    private final float farthest;
    /** In doubles: the middle of two neighbouring floats is none. */
    private final double[] middle;

    private final double[] perHalf;

    /**
     * Creates a range.
     *
     * @param low the least value of each feature, finite
     * @param high the largest value of each feature, finite and not below the least
     * @param farthest the largest {@link #distance} of a training row, 0 to 1
     * @throws IllegalArgumentException if the lengths differ or a figure is out of its range
     */
    public TrainingRange(float[] low, float[] high, float farthest) {
        Shapes.requireLength("high", high.length, low.length);
        Shapes.requireFinite("low", low);
        Shapes.requireFinite("high", high);
        Shapes.require(farthest >= 0 && farthest <= 1, "farthest is " + farthest + ", must be from 0 to 1");
        this.low = low.clone();
        this.high = high.clone();
        this.farthest = farthest;
        this.middle = new double[low.length];
        this.perHalf = new double[low.length];
        for (int j = 0; j < low.length; j++) {
            Shapes.require(high[j] >= low[j], "high[" + j + "] is " + high[j] + ", below low, " + low[j]);
            middle[j] = ((double) low[j] + high[j]) / 2;
            double half = ((double) high[j] - low[j]) / 2;
            // a feature that never changed counts in its own unit, as it does for the standardiser
            perHalf[j] = half < SMALLEST ? 1 : 1 / half;
        }
    }

    /** {@return the number of features} */
    public int inputs() {
        return low.length;
    }

    /** {@return a copy of the least value of each feature} */
    public float[] low() {
        return low.clone();
    }

    /** {@return a copy of the largest value of each feature} */
    public float[] high() {
        return high.clone();
    }

    /** {@return the largest {@link #distance} of a training row} */
    public float farthest() {
        return farthest;
    }

    /**
     * Returns how far a row is from the middle of the range.
     *
     * @param rows contains the features of the row
     * @param start where they start
     * @return the root of the mean square over the features, in half-widths of their ranges: at most 1 within them;
     *     missing values count as the middle
     */
    public float distance(float[] rows, int start) {
        double squares = 0;
        for (int j = 0; j < middle.length; j++) {
            double position = (rows[start + j] - middle[j]) * perHalf[j];
            // false for NaN
            squares += Math.abs(position) >= 0 ? position * position : 0;
        }
        return (float) Math.sqrt(squares / middle.length);
    }

    /**
     * Returns how far a row lies beyond the training rows: {@code e / (1 + e)}, where e is the larger of two excesses,
     * in widths of the range: that of the feature farthest beyond its range, and that of the row's {@link #distance}
     * over the farthest training row.
     *
     * @param rows contains the features of the row
     * @param start where they start
     * @return 0 within, one half a whole range beyond, up to 1
     */
    public float beyond(float[] rows, int start) {
        double largest = 0;
        double squares = 0;
        for (int j = 0; j < middle.length; j++) {
            double position = Math.abs((rows[start + j] - middle[j]) * perHalf[j]);
            // both are false for NaN
            largest = position > largest ? position : largest;
            squares += position >= 0 ? position * position : 0;
        }
        double excess = largest - 1.0;
        if (farthest > 0) {
            excess = Math.max(excess, Math.sqrt(squares / middle.length) / farthest - 1);
        }
        excess /= 2;
        // rounding must not make a training row one beyond
        return excess <= 1e-6 ? 0 : (float) (1 - 1 / (1 + excess));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrainingRange that
                && farthest == that.farthest
                && Arrays.equals(low, that.low)
                && Arrays.equals(high, that.high);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(low) + Arrays.hashCode(high);
    }
}
