package io.elmstream.kernel;

/** From outputs to probabilities. */
final class Softmax {

    private Softmax() {}

    /**
     * @param values the outputs; takes the probabilities
     * @param rests what the outputs lost in rounding, from index 0
     * @param sharpness one over the temperature
     */
    static void apply(float[] values, int at, int classes, float[] rests, float sharpness) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            largest = Math.max(largest, values[at + c]);
        }
        float sum = 0;
        for (int c = 0; c < classes; c++) {
            // StrictMath: the same bits on every machine, and this is once per class only
            float exp = (float) StrictMath.exp(sharpness * (values[at + c] - largest + rests[c]));
            values[at + c] = exp;
            sum += exp;
        }
        for (int c = 0; c < classes; c++) {
            values[at + c] /= sum;
        }
    }
}
