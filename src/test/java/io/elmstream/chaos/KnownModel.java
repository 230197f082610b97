package io.elmstream.chaos;

import java.util.List;
import java.util.Random;

/**
 * The numbers of a small model, and what it says of a row, worked out in double by the formula alone:
 * {@code softmax(beta' g(W z + b) / temperature)} with {@code z = (x - mean) / scale}. Versions have nothing in common
 * but their shape.
 *
 * @param weights hidden units by features
 * @param beta hidden units by classes
 */
record KnownModel(
        int version,
        float[] means,
        float[] scales,
        float[][] weights,
        float[] biases,
        float[][] beta,
        double temperature) {

    static final List<String> LABELS = List.of("still", "steady", "wild");
    static final List<String> FEATURE_NAMES = List.of("a", "b", "c", "d");

    private static final int UNITS = 12;

    /** The numbers of a version. */
    static KnownModel of(long seed, int version) {
        Random random = new Random(31 * seed + version);
        int inputs = Workload.FEATURES;
        return new KnownModel(
                version,
                row(random, inputs, -1, 1),
                row(random, inputs, 0.5f, 2),
                rows(random, UNITS, inputs),
                row(random, UNITS, -1, 1),
                rows(random, UNITS, LABELS.size()),
                0.5 + random.nextDouble());
    }

    /** The probabilities of the labels, in their order. */
    double[] probabilities(float[] features) {
        double[] outputs = new double[LABELS.size()];
        for (int u = 0; u < UNITS; u++) {
            double sum = biases[u];
            for (int j = 0; j < features.length; j++) {
                sum += weights[u][j] * (((double) features[j] - means[j]) / scales[j]);
            }
            double h = activated(sum);
            for (int c = 0; c < outputs.length; c++) {
                outputs[c] += h * beta[u][c];
            }
        }
        return softmax(outputs);
    }

    /** Which of three activations the version has: 0 sigmoid, 1 tanh, 2 ReLU. */
    int activation() {
        return version % 3;
    }

    private double activated(double a) {
        return switch (activation()) {
            case 0 -> 1 / (1 + Math.exp(-a));
            case 1 -> Math.tanh(a);
            default -> Math.max(a, 0);
        };
    }

    private double[] softmax(double[] outputs) {
        double most = Double.NEGATIVE_INFINITY;
        for (double output : outputs) {
            most = Math.max(most, output / temperature);
        }
        double total = 0;
        double[] probabilities = new double[outputs.length];
        for (int c = 0; c < outputs.length; c++) {
            probabilities[c] = Math.exp(outputs[c] / temperature - most);
            total += probabilities[c];
        }
        for (int c = 0; c < outputs.length; c++) {
            probabilities[c] /= total;
        }
        return probabilities;
    }

    private static float[][] rows(Random random, int count, int length) {
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = row(random, length, -1.5f, 1.5f);
        }
        return rows;
    }

    private static float[] row(Random random, int length, float from, float to) {
        float[] row = new float[length];
        for (int i = 0; i < length; i++) {
            row[i] = from + random.nextFloat() * (to - from);
        }
        return row;
    }
}
