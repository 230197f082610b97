package io.elmstream.training;

import io.elmstream.elm.Softmax;

/**
 * Temperature scaling (Guo, Pleiss, Sun, Weinberger: "On calibration of modern neural networks", ICML 2017, section
 * 4.2): the number that outputs are divided by so that the softmax gives calibrated probabilities.
 */
final class Temperature {

    private static final double LOWEST = StrictMath.log(1e-3);
    private static final double HIGHEST = StrictMath.log(1e2);
    private static final int STEPS = 60;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private Temperature() {}

    /**
     * Finds the temperature with the least mean negative log-likelihood, by golden-section search over its logarithm.
     *
     * @param outputs one array per row, one output per class
     * @param targets what is known of the class of each row
     * @param shares how many rows each row represents
     * @return between 0.001 and 100
     */
    static double fit(double[][] outputs, Target[] targets, double[] shares) {
        double low = LOWEST;
        double high = HIGHEST;
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        double atLeft = loss(outputs, targets, shares, left);
        double atRight = loss(outputs, targets, shares, right);
        for (int step = 0; step < STEPS; step++) {
            if (atLeft <= atRight) {
                high = right;
                right = left;
                atRight = atLeft;
                left = high - GOLDEN * (high - low);
                atLeft = loss(outputs, targets, shares, left);
            } else {
                low = left;
                left = right;
                atLeft = atRight;
                right = low + GOLDEN * (high - low);
                atRight = loss(outputs, targets, shares, right);
            }
        }
        return StrictMath.exp((low + high) / 2);
    }

    private static double loss(double[][] outputs, Target[] targets, double[] shares, double logTemperature) {
        double temperature = StrictMath.exp(logTemperature);
        double loss = 0;
        for (int r = 0; r < outputs.length; r++) {
            double[] probabilities = Softmax.of(outputs[r], temperature);
            for (int c = 0; c < probabilities.length; c++) {
                double truth = targets[r].truth(c);
                if (truth > 0) {
                    loss -= shares[r] * truth * StrictMath.log(Math.max(probabilities[c], Double.MIN_NORMAL));
                }
            }
        }
        return loss;
    }
}
