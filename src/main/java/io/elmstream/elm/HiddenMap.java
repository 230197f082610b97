package io.elmstream.elm;

/** The hidden layer in double precision for training, laid out so that the inner loop runs over units. */
final class HiddenMap {

    private final Standardiser standardiser;
    private final Activation activation;
    private final int units;
    private final float[] weightsByInput;
    private final float[] biases;
    private final double[] z;

    HiddenMap(Standardiser standardiser, HiddenLayer hidden) {
        this.standardiser = standardiser;
        this.activation = hidden.activation();
        this.units = hidden.units();
        this.biases = hidden.biases();
        this.z = new double[hidden.inputs()];
        float[] weights = hidden.weights();
        this.weightsByInput = new float[weights.length];
        for (int u = 0; u < units; u++) {
            for (int j = 0; j < z.length; j++) {
                weightsByInput[j * units + u] = weights[u * z.length + j];
            }
        }
    }

    int units() {
        return units;
    }

    /** Writes g(W z + b) of one row to {@code h[at .. at + units)}. */
    void apply(float[] row, double[] h, int at) {
        standardiser.apply(row, z);
        for (int u = 0; u < units; u++) {
            h[at + u] = biases[u];
        }
        for (int j = 0; j < z.length; j++) {
            double value = z[j];
            int from = j * units;
            for (int u = 0; u < units; u++) {
                h[at + u] += weightsByInput[from + u] * value;
            }
        }
        for (int u = 0; u < units; u++) {
            h[at + u] = activation.apply(h[at + u]);
        }
    }
}
