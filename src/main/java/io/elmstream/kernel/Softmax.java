package io.elmstream.kernel;

/** From outputs to probabilities. */
final class Softmax {

    private Softmax() {}

    /**
     * The sum and the rest of an output are one number, and the largest of these is taken off all: no exponent is above
     * 0. Their largest sum goes first, so that a rest is added to what it can be seen beside.
     *
     * @param values the outputs; takes the probabilities
     * @param rests what the outputs lost in rounding, from index 0
     * @param sharpness one over the temperature
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
            // StrictMath: the same bits on every machine, and this is once per class only
            float exp = (float) StrictMath.exp(sharpness * (values[at + c] - most));
            values[at + c] = exp;
            sum += exp;
        }
        for (int c = 0; c < classes; c++) {
            values[at + c] /= sum;
        }
    }
}
