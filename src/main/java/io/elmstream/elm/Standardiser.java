package io.elmstream.elm;

import java.util.Arrays;

/**
 * Standardises every feature to mean 0 and standard deviation 1: {@code z = (x - mean) / scale}, clipped at
 * {@link #LIMIT} on either side, so that a faulty sensor still gives a finite score.
 */
public final class Standardiser {

    /** The largest absolute value of a standardised feature. */
    public static final float LIMIT = 1e6f;

    /** The smallest scale. */
    public static final float SMALLEST_SCALE = 1e-20f;

    /** The largest scale. */
    public static final float LARGEST_SCALE = 1e20f;

    private final float[] means;
    private final float[] scales;
    private final MissingValues missing;

    /**
     * Creates a standardiser.
     *
     * @param means one per feature, finite, in the feature's own unit
     * @param scales one per feature, {@link #SMALLEST_SCALE} to {@link #LARGEST_SCALE}, in the feature's own unit
     * @param missing the meaning of NaN
     * @throws IllegalArgumentException if a figure is out of its range or the lengths differ
     */
    public Standardiser(float[] means, float[] scales, MissingValues missing) {
        Shapes.require(means.length > 0, "a standardiser needs one feature or more");
        Shapes.requireLength("scales", scales.length, means.length);
        Shapes.requireFinite("means", means);
        for (int j = 0; j < scales.length; j++) {
            Shapes.require(
                    scales[j] >= SMALLEST_SCALE && scales[j] <= LARGEST_SCALE,
                    "scales[" + j + "] is " + scales[j] + ", must be from " + SMALLEST_SCALE + " to " + LARGEST_SCALE);
        }
        this.means = means.clone();
        this.scales = scales.clone();
        this.missing = missing;
    }

    /** {@return the number of features} */
    public int inputs() {
        return means.length;
    }

    /** {@return the policy for NaN} */
    public MissingValues missing() {
        return missing;
    }

    /** {@return a copy of the means, one per feature} */
    public float[] means() {
        return means.clone();
    }

    /** {@return a copy of the scales, one per feature} */
    public float[] scales() {
        return scales.clone();
    }

    /**
     * Standardises one row in double precision.
     *
     * @param row the features as read, length {@link #inputs()}
     * @param z receives the result, length {@link #inputs()}
     * @throws IllegalArgumentException if a feature is infinite, or NaN where the policy refuses it
     */
    public void apply(float[] row, double[] z) {
        Shapes.requireLength("row", row.length, means.length);
        for (int j = 0; j < means.length; j++) {
            if (Float.isInfinite(row[j]) || (Float.isNaN(row[j]) && missing == MissingValues.REFUSE)) {
                throw new IllegalArgumentException("feature " + j + " is " + row[j] + ", must be a finite number");
            }
            double value = Float.isNaN(row[j]) ? 0 : ((double) row[j] - means[j]) / scales[j];
            z[j] = Math.max(-LIMIT, Math.min(LIMIT, value));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Standardiser that
                && Arrays.equals(means, that.means)
                && Arrays.equals(scales, that.scales)
                && missing == that.missing;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(means) + Arrays.hashCode(scales);
    }
}
