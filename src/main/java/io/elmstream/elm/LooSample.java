package io.elmstream.elm;

import java.util.Arrays;

/**
 * The rows that leave-one-out is measured on: all rows of a rare class, evenly spaced rows of a frequent one. Each
 * stands for {@link #share} rows of its class.
 */
final class LooSample implements Samples.Visitor {

    /** The most rows of one class. */
    static final int ROWS_PER_CLASS = 1500;

    private final long[] rowsOfClass;
    private final long[] seen;
    private final long[] taken;
    private final int inputs;
    private float[] rows = new float[0];
    private int[] labels = new int[0];
    private int size;

    LooSample(int inputs, long[] rowsOfClass) {
        this.inputs = inputs;
        this.rowsOfClass = rowsOfClass;
        this.seen = new long[rowsOfClass.length];
        this.taken = new long[rowsOfClass.length];
    }

    @Override
    public void row(float[] features, int label) {
        long wanted = Math.min(rowsOfClass[label], ROWS_PER_CLASS);
        seen[label]++;
        // the k-th row of n is taken when k * wanted / n passes the next whole number
        if (seen[label] * wanted / rowsOfClass[label] > taken[label]) {
            taken[label]++;
            if (size == labels.length) {
                labels = Arrays.copyOf(labels, Math.max(256, 2 * size));
                rows = Arrays.copyOf(rows, labels.length * inputs);
            }
            System.arraycopy(features, 0, rows, size * inputs, inputs);
            labels[size++] = label;
        }
    }

    int size() {
        return size;
    }

    int label(int i) {
        return labels[i];
    }

    float[] row(int i) {
        return Arrays.copyOfRange(rows, i * inputs, (i + 1) * inputs);
    }

    /** How many rows of the data the i-th of the sample stands for. */
    double share(int i) {
        return (double) rowsOfClass[labels[i]] / taken[labels[i]];
    }
}
