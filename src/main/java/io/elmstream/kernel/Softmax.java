package io.elmstream.kernel;

/** From outputs to probabilities, in place. */
final class Softmax {

    private Softmax() {}

    static void apply(float[] values, int at, int classes) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            largest = Math.max(largest, values[at + c]);
        }
        float sum = 0;
        for (int c = 0; c < classes; c++) {
            // StrictMath: the same bits on every machine, and this is once per class only
            float exp = (float) StrictMath.exp(values[at + c] - largest);
            values[at + c] = exp;
            sum += exp;
        }
        for (int c = 0; c < classes; c++) {
            values[at + c] /= sum;
        }
    }
}
