package io.elmstream.elm;

/** From outputs to probabilities. */
public final class Softmax {

    private Softmax() {}

    /** {@code exp(o / t)} over the sum of all, with the largest output taken off first, so that nothing overflows. */
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
