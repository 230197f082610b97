package io.elmstream.training;

import io.elmstream.elm.Provenance.Quality;
import io.elmstream.elm.Softmax;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * The leave-one-out outputs: those of a model trained without the row, at the best lambda.
 *
 * @param lambda the ridge parameter with the least weighted squared leave-one-out error
 * @param outputs one array per sampled row, one output per class
 * @param labels the class of each sampled row
 * @param shares how many rows of the data each sampled row represents
 */
record LeaveOneOut(double lambda, double[][] outputs, int[] labels, double[] shares) {

    private static final int SMALLEST_EXPONENT = -18;
    private static final int LARGEST_EXPONENT = -2;

    /**
     * Tries lambda = rows x 10^(k/2) for k from -18 to -2: a penalty per row, so that the grid suits small and large
     * data alike.
     */
    static LeaveOneOut best(RidgePath path, HiddenMap map, LooSample sample, double[] classWeights, long rows) {
        int classes = classWeights.length;
        int[] labels = new int[sample.size()];
        double[] shares = new double[sample.size()];
        double[] weights = new double[sample.size()];
        double[][] h = new double[sample.size()][map.units()];
        DMatrixRMaj targets = new DMatrixRMaj(sample.size(), classes);
        for (int r = 0; r < sample.size(); r++) {
            map.apply(sample.row(r), h[r]);
            labels[r] = sample.label(r);
            shares[r] = sample.share(r);
            weights[r] = classWeights[labels[r]];
            for (int c = 0; c < classes; c++) {
                targets.set(r, c, c == labels[r] ? 1 : -1);
            }
        }
        DMatrixRMaj rotated = path.rotate(h);
        double bestError = Double.POSITIVE_INFINITY;
        double bestLambda = 0;
        DMatrixRMaj bestOutputs = targets;
        for (int k = SMALLEST_EXPONENT; k <= LARGEST_EXPONENT; k++) {
            double lambda = rows * StrictMath.pow(10, 0.5 * k);
            DMatrixRMaj outputs = path.leaveOneOut(lambda, rotated, targets, weights);
            double error = press(outputs, targets, shares, weights);
            if (error < bestError) {
                bestError = error;
                bestLambda = lambda;
                bestOutputs = outputs;
            }
        }
        return new LeaveOneOut(bestLambda, byRow(bestOutputs), labels, shares);
    }

    /** Returns the temperature that calibrates these outputs. */
    double temperature() {
        return Temperature.fit(outputs, labels, shares);
    }

    /** Returns the quality of these outputs at that temperature. */
    Quality quality(double temperature, List<String> names) {
        Evaluation.Tally tally = new Evaluation.Tally(names);
        for (int r = 0; r < outputs.length; r++) {
            tally.add(labels[r], Softmax.of(outputs[r], temperature), shares[r]);
        }
        Evaluation evaluation = tally.evaluation();
        return new Quality(evaluation.accuracy(), evaluation.macroRecall(), evaluation.calibrationError());
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
