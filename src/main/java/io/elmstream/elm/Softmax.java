package io.elmstream.elm;

/** Converts outputs to probabilities. */
public final class Softmax {

    private Softmax() {}

    /**
     * Computes probabilities: {@code exp(o / t)} divided by the sum of all. The largest output is subtracted first, so
     * that nothing overflows.
     *
     * @param outputs one per class
     * @param temperature t, greater than 0
     * @return the probabilities, one per class
     */
    public static double[] of(double[] outputs, double temperature) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double output : outputs) {
            largest = Math.max(largest, output);
        }
        double[] probabilities = new double[outputs.length];
        double sum = 0;
        for (int c = 0; c < outputs.length; c++) {
            probabilities[c] = StrictMath.exp((outputs[c] - largest) / temperature);
            sum += probabilities[c];
        }
        for (int c = 0; c < outputs.length; c++) {
            probabilities[c] /= sum;
        }
        return probabilities;
    }
}
