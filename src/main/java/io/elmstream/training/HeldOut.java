package io.elmstream.training;

import io.elmstream.elm.Softmax;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * The outputs for rows of a model trained without them, at the best lambda.
 *
 * @param lambdaPerRow the ridge parameter with the least weighted squared error, divided by the number of training rows
 * @param outputs one array per sampled row, one output per class
 * @param labels the class of each sampled row
 * @param shares how many rows of the data each sampled row represents
 */
record HeldOut(double lambdaPerRow, double[][] outputs, int[] labels, double[] shares) {

    private static final int SMALLEST_EXPONENT = -18;
    private static final int LARGEST_EXPONENT = -2;

    /**
     * A penalty per row, so that the values suit small and large data alike: 10^(k/2) for k from -18 to -2.
     *
     * @return the values to choose from
     */
    static double[] lambdasPerRow() {
        return IntStream.rangeClosed(SMALLEST_EXPONENT, LARGEST_EXPONENT)
                .mapToDouble(k -> StrictMath.pow(10, 0.5 * k))
                .toArray();
    }

    /**
     * Chooses lambda.
     *
     * @param lambdasPerRow the values to choose from
     * @param fitted whether the rows of the sample are training rows, so that each must be left out
     */
    static HeldOut best(Fit fit, LooSample sample, double[] lambdasPerRow, boolean fitted) {
        RidgePath path = fit.path();
        HiddenMap map = fit.map();
        double[] classWeights = fit.classWeights();
        int classes = classWeights.length;
        int[] labels = new int[sample.size()];
        double[] shares = new double[sample.size()];
        double[] weights = new double[sample.size()];
        double[] weightsInFit = new double[sample.size()];
        double[][] h = new double[sample.size()][map.units()];
        DMatrixRMaj targets = new DMatrixRMaj(sample.size(), classes);
        for (int r = 0; r < sample.size(); r++) {
            map.apply(sample.row(r), h[r]);
            labels[r] = sample.label(r);
            shares[r] = sample.share(r);
            weights[r] = classWeights[labels[r]];
            weightsInFit[r] = fitted ? weights[r] : 0;
            for (int c = 0; c < classes; c++) {
                targets.set(r, c, c == labels[r] ? 1 : -1);
            }
        }
        DMatrixRMaj rotated = path.rotate(h);
        double bestError = Double.POSITIVE_INFINITY;
        double best = 0;
        DMatrixRMaj bestOutputs = targets;
        for (double lambdaPerRow : lambdasPerRow) {
            DMatrixRMaj outputs = path.leaveOneOut(fit.rows() * lambdaPerRow, rotated, targets, weightsInFit);
            double error = press(outputs, targets, shares, weights);
            if (error < bestError) {
                bestError = error;
                best = lambdaPerRow;
                bestOutputs = outputs;
            }
        }
        return new HeldOut(best, byRow(bestOutputs), labels, shares);
    }

    /** Returns the temperature that calibrates these outputs. */
    double temperature() {
        return Temperature.fit(outputs, labels, shares);
    }

    /** Returns the evaluation of these outputs at that temperature. */
    Evaluation evaluation(double temperature, List<String> names) {
        Evaluation.Tally tally = new Evaluation.Tally(names);
        for (int r = 0; r < outputs.length; r++) {
            tally.add(labels[r], Softmax.of(outputs[r], temperature), shares[r]);
        }
        return tally.evaluation();
    }

    private static double press(DMatrixRMaj outputs, DMatrixRMaj targets, double[] shares, double[] weights) {
        double error = 0;
        for (int r = 0; r < outputs.numRows; r++) {
            double row = 0;
            for (int c = 0; c < outputs.numCols; c++) {
                double residual = targets.get(r, c) - outputs.get(r, c);
                row += residual * residual;
            }
            error += shares[r] * weights[r] * row;
        }
        return error;
    }

    private static double[][] byRow(DMatrixRMaj matrix) {
        double[][] rows = new double[matrix.numRows][matrix.numCols];
        for (int r = 0; r < matrix.numRows; r++) {
            System.arraycopy(matrix.data, r * matrix.numCols, rows[r], 0, matrix.numCols);
        }
        return rows;
    }
}
