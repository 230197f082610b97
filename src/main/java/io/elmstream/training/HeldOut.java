package io.elmstream.training;

import io.elmstream.elm.Softmax;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * The outputs for rows of a model trained without them, at the best lambda.
 *
 * @param lambdaPerRow the ridge parameter with the least weighted squared error, divided by the number of training rows
 * @param outputs one array per sampled row, one output per class
 * @param targets what is known of the class of each sampled row
 * @param shares how many rows of the data each sampled row represents
 */
record HeldOut(double lambdaPerRow, double[][] outputs, Target[] targets, double[] shares) {

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
        Target[] known = new Target[sample.size()];
        double[] shares = new double[sample.size()];
        double[] weights = new double[sample.size()];
        double[] weightsInFit = new double[sample.size()];
        double[][] h = new double[sample.size()][map.units()];
        DMatrixRMaj targets = new DMatrixRMaj(sample.size(), classes);
        for (int r = 0; r < sample.size(); r++) {
            map.apply(sample.row(r), h[r]);
            known[r] = sample.target(r);
            shares[r] = sample.share(r);
            weights[r] = classWeights[known[r].label()];
            weightsInFit[r] = fitted ? weights[r] : 0;
            for (int c = 0; c < classes; c++) {
                targets.set(r, c, 2 * known[r].score(c) - 1);
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
        return new HeldOut(best, byRow(bestOutputs), known, shares);
    }

    /** Returns the temperature that calibrates these outputs. */
    double temperature() {
        return Temperature.fit(outputs, targets, shares);
    }

    /** Returns the rows whose own label is known, which alone tell what is right; all if no label is known. */
    HeldOut judged() {
        int[] known = IntStream.range(0, targets.length)
                .filter(r -> targets[r].known())
                .toArray();
        if (known.length == 0 || known.length == targets.length) {
            return this;
        }
        return new HeldOut(
                lambdaPerRow,
                Arrays.stream(known).mapToObj(r -> outputs[r]).toArray(double[][]::new),
                Arrays.stream(known).mapToObj(r -> targets[r]).toArray(Target[]::new),
                Arrays.stream(known).mapToDouble(r -> shares[r]).toArray());
    }

    int[] labels() {
        return Arrays.stream(targets).mapToInt(Target::label).toArray();
    }

    /** Returns the evaluation of the outputs for the judged rows at that temperature. */
    Evaluation evaluation(double temperature, List<String> names) {
        HeldOut judged = judged();
        Evaluation.Tally tally = new Evaluation.Tally(names);
        for (int r = 0; r < judged.outputs.length; r++) {
            tally.add(judged.targets[r].label(), Softmax.of(judged.outputs[r], temperature), judged.shares[r]);
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
