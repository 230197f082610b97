package io.elmstream.elm;

import java.util.Optional;

/**
 * Matrices of small numbers times one scale per column: each figure is a whole number from -127 to 127 times the scale
 * of its column, so that a model file stores it in 8 bits. A scale has 16 significant bits, so that every product is
 * exact as a float, and the largest figure of a column is 127 times its scale. Hence the scales follow from the
 * figures.
 */
public final class ByteColumns {

    /** The largest whole number. */
    public static final int LARGEST = 127;

    private static final int UNUSED_BITS = 0xff;
    private static final float SMALLEST = 1e-30f;

    private ByteColumns() {}

    /**
     * Rounds a matrix.
     *
     * @param values row-major, finite
     * @param columns the number of columns
     * @return the nearest matrix of this form
     */
    public static float[] round(float[] values, int columns) {
        float[] largest = largest(values, columns);
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            float scale = roundScale(largest[i % columns] / LARGEST);
            // the whole number makes a negative zero positive
            rounded[i] = scale == 0 ? 0 : Math.round(values[i] / scale) * scale;
        }
        return rounded;
    }

    /**
     * Returns the scales of a matrix of this form.
     *
     * @param values row-major
     * @param columns the number of columns
     * @return one scale per column, 0 for a column of zeros; empty if the matrix has another form
     */
    public static Optional<float[]> scales(float[] values, int columns) {
        float[] scales = largest(values, columns);
        for (int c = 0; c < columns; c++) {
            scales[c] /= LARGEST;
            if (scales[c] != 0 && scales[c] != roundScale(scales[c])) {
                return Optional.empty();
            }
        }
        for (int i = 0; i < values.length; i++) {
            float scale = scales[i % columns];
            float exact = scale == 0 ? 0 : Math.round(values[i] / scale) * scale;
            if (Float.floatToRawIntBits(exact) != Float.floatToRawIntBits(values[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(scales);
    }

    private static float roundScale(float scale) {
        if (!(scale >= SMALLEST)) {
            return 0;
        }
        // downwards, so that no figure grows beyond the largest
        return Float.intBitsToFloat(Float.floatToRawIntBits(scale) & ~UNUSED_BITS);
    }

    private static float[] largest(float[] values, int columns) {
        float[] largest = new float[columns];
        for (int i = 0; i < values.length; i++) {
            largest[i % columns] = Math.max(largest[i % columns], Math.abs(values[i]));
        }
        return largest;
    }
}
