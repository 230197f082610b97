package io.elmstream.bench;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** The forward pass of a whole batch with EJML in double precision and the functions of {@link Math}. */
final class EjmlScorer implements Scorer {

    private final float[] means;
    private final float[] scales;
    private final double temperature;
    private final Activation[] activations;
    private final float[] biases;
    private final DMatrixRMaj weights;
    private final DMatrixRMaj beta;
    private final DMatrixRMaj inputs = new DMatrixRMaj(1, 1);
    private final DMatrixRMaj hidden = new DMatrixRMaj(1, 1);
    private final DMatrixRMaj outputs = new DMatrixRMaj(1, 1);

    EjmlScorer(Elm elm) {
        means = elm.standardiser().means();
        scales = elm.standardiser().scales();
        temperature = elm.temperature();
        biases = elm.units().biases();
        activations = new Activation[biases.length];
        Arrays.setAll(activations, elm.units()::activation);
        DMatrixRMaj rows =
                matrix(elm.units().count(), elm.units().columns(), elm.units().matrix());
        weights = CommonOps_DDRM.transpose(rows, null);
        beta = matrix(elm.hidden().units(), elm.labels().size(), elm.beta());
    }

    @Override
    public void score(float[] rows, int count, float[] probabilities) {
        inputs.reshape(count, weights.numRows);
        for (int r = 0; r < count; r++) {
            standardise(rows, r * means.length, r * weights.numRows);
        }
        CommonOps_DDRM.mult(inputs, weights, hidden);
        for (int i = 0; i < count * biases.length; i++) {
            int u = i % biases.length;
            hidden.data[i] = activate(activations[u], hidden.data[i] + biases[u]);
        }
        CommonOps_DDRM.mult(hidden, beta, outputs);
        for (int r = 0; r < count; r++) {
            softmax(outputs.data, r * beta.numCols, probabilities);
        }
    }

    /** Standardises a row; the column after the features is their mean square, which radial units see. */
    private void standardise(float[] rows, int from, int to) {
        double squares = 0;
        for (int j = 0; j < means.length; j++) {
            double z = (rows[from + j] - means[j]) / scales[j];
            inputs.data[to + j] = z;
            squares += z * z;
        }
        if (weights.numRows > means.length) {
            inputs.data[to + means.length] = squares / means.length;
        }
    }

    private static double activate(Activation activation, double sum) {
        return switch (activation) {
            case SIGMOID -> 1 / (1 + Math.exp(-sum));
            case TANH -> Math.tanh(sum);
            case RELU -> Math.max(sum, 0);
            case CLIP -> Math.max(-1, Math.min(1, sum));
            case LINEAR -> sum;
            case GAUSSIAN -> Math.exp(Math.min(sum, 0));
        };
    }

    private void softmax(double[] values, int at, float[] probabilities) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = at; c < at + beta.numCols; c++) {
            largest = Math.max(largest, values[c]);
        }
        double sum = 0;
        for (int c = at; c < at + beta.numCols; c++) {
            values[c] = Math.exp((values[c] - largest) / temperature);
            sum += values[c];
        }
        for (int c = at; c < at + beta.numCols; c++) {
            probabilities[c] = (float) (values[c] / sum);
        }
    }

    private static DMatrixRMaj matrix(int rows, int columns, float[] values) {
        DMatrixRMaj matrix = new DMatrixRMaj(rows, columns);
        for (int i = 0; i < values.length; i++) {
            matrix.data[i] = values[i];
        }
        return matrix;
    }
}
