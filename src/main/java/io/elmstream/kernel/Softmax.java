package io.elmstream.kernel;

/** Converts outputs to probabilities. */
final class Softmax {

    private Softmax() {}

    /**
     * Computes the probabilities in place. The sum and the rest of an output are one number, and the largest of these
     * is subtracted from all, so that no exponent is above 0. The largest sum is subtracted first, so that a rest is
     * added to a number small enough for it to matter.
     *
     * @param values the outputs; receives the probabilities
     * @param rests the rounding errors of the outputs, from index 0
     * @param sharpness the reciprocal of the temperature
     */
    static void apply(float[] values, int at, int classes, float[] rests, float sharpness) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            largest = Math.max(largest, values[at + c]);
        }
        float most = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            values[at + c] = values[at + c] - largest + rests[c];
            most = Math.max(most, values[at + c]);
        }
        float sum = 0;
        for (int c = 0; c < classes; c++) {
            // StrictMath: the same bits on every machine, and called only once per class
            float exp = (float) StrictMath.exp(sharpness * (values[at + c] - most));
            values[at + c] = exp;
            sum += exp;
        }
        for (int c = 0; c < classes; c++) {
            values[at + c] /= sum;
        }
    }
}
