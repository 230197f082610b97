package io.elmstream.training;

import io.elmstream.elm.Activation;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.Standardiser;

/** The hidden layer in double precision for training, laid out so that the inner loop runs over units. */
final class HiddenMap {

    private final Standardiser standardiser;
    private final Activation activation;
    private final int units;
    private final double[][] columns;
    private final float[] biases;
    private final double[] z;

    HiddenMap(Standardiser standardiser, HiddenLayer hidden) {
        this.standardiser = standardiser;
        this.activation = hidden.activation();
        this.units = hidden.units();
        this.biases = hidden.biases();
        this.z = new double[hidden.inputs()];
        this.columns = new double[z.length][units];
        float[] weights = hidden.weights();
        for (int u = 0; u < units; u++) {
            for (int j = 0; j < z.length; j++) {
                columns[j][u] = weights[u * z.length + j];
            }
        }
    }

    int units() {
        return units;
    }

    /** Writes {@code g(W z + b)} of one row to h, of length units. */
    void apply(float[] row, double[] h) {
        standardiser.apply(row, z);
        for (int u = 0; u < units; u++) {
            h[u] = biases[u];
        }
        for (int j = 0; j < z.length; j++) {
            VectorLoops.addOne(h, columns[j], z[j]);
        }
        for (int u = 0; u < units; u++) {
            h[u] = activation.apply(h[u]);
        }
    }
}
