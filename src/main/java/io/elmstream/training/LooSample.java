package io.elmstream.training;

import io.elmstream.elm.Samples;
import java.util.Arrays;

/**
 * The rows used for leave-one-out: all rows of a rare class, evenly spaced rows of a frequent one. Each represents
 * {@link #share} rows of its class.
 */
final class LooSample implements Samples.Visitor {

    /** The largest number of rows, over all classes. */
    static final int MAX_ROWS = 8000;

    private final long[] rowsOfClass;
    private final long[] seen;
    private final long[] taken;
    private final long[] wanted;
    private final int inputs;
    private float[] rows = new float[0];
    private int[] labels = new int[0];
    private int size;

    LooSample(int inputs, long[] rowsOfClass) {
        this(inputs, rowsOfClass, atMost(rowsOfClass, rowsPerClass(rowsOfClass)));
    }

    /** @param wanted how many rows of each class to take; no more than it has */
    LooSample(int inputs, long[] rowsOfClass, long[] wanted) {
        this.inputs = inputs;
        this.rowsOfClass = rowsOfClass;
        this.wanted = wanted;
        this.seen = new long[rowsOfClass.length];
        this.taken = new long[rowsOfClass.length];
    }

    @Override
    public void row(float[] features, int label) {
        seen[label]++;
        // the k-th row of n is taken when k * wanted / n passes the next whole number
        if (seen[label] * wanted[label] / rowsOfClass[label] > taken[label]) {
            taken[label]++;
            if (size == labels.length) {
                labels = Arrays.copyOf(labels, Math.max(256, 2 * size));
                rows = Arrays.copyOf(rows, labels.length * inputs);
            }
            System.arraycopy(features, 0, rows, size * inputs, inputs);
            labels[size++] = label;
        }
    }

    /**
     * Returns the largest number of rows per class such that rare classes are complete and the total is at most
     * {@link #MAX_ROWS}.
     */
    private static long rowsPerClass(long[] rowsOfClass) {
        long low = 1;
        long high = MAX_ROWS;
        while (low < high) {
            long middle = (low + high + 1) / 2;
            long total = 0;
            for (long rows : rowsOfClass) {
                total += Math.min(rows, middle);
            }
            if (total <= MAX_ROWS) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static long[] atMost(long[] rowsOfClass, long most) {
        return Arrays.stream(rowsOfClass).map(rows -> Math.min(rows, most)).toArray();
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

    /** Returns how many rows of the data the i-th row of the sample represents. */
    double share(int i) {
        return (double) rowsOfClass[labels[i]] / taken[labels[i]];
    }
}
