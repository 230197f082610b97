package io.elmstream.training;

import java.util.Arrays;

/**
 * The rows used for leave-one-out: all rows of a rare class, evenly spaced rows of a frequent one. Each represents
 * {@link #share} rows of its class. Rows with a teacher's label count as classes of their own, so that many of them
 * leave room for the few rows whose own label is known.
 */
final class LooSample extends TargetVisitor {

    /** The largest number of rows, over all classes. */
    static final int MAX_ROWS = 8000;

    private final long[] rowsOfStratum;
    private final long[] seen;
    private final long[] taken;
    private final long[] wanted;
    private final int inputs;
    private float[] rows = new float[0];
    private Target[] targets = new Target[0];
    private int size;

    /** @param rowsOfStratum how many rows there are, by {@link Target#stratum} */
    LooSample(int inputs, long[] rowsOfStratum) {
        this(inputs, rowsOfStratum, atMost(rowsOfStratum, rowsPerStratum(rowsOfStratum)));
    }

    /** @param wanted how many rows of each stratum to take; no more than it has */
    LooSample(int inputs, long[] rowsOfStratum, long[] wanted) {
        super(rowsOfStratum.length / 2);
        this.inputs = inputs;
        this.rowsOfStratum = rowsOfStratum;
        this.wanted = wanted;
        this.seen = new long[rowsOfStratum.length];
        this.taken = new long[rowsOfStratum.length];
    }

    @Override
    void row(float[] features, Target target) {
        int s = target.stratum();
        seen[s]++;
        // the k-th row of n is taken when k * wanted / n passes the next whole number
        if (seen[s] * wanted[s] / rowsOfStratum[s] > taken[s]) {
            taken[s]++;
            if (size == targets.length) {
                targets = Arrays.copyOf(targets, Math.max(256, 2 * size));
                rows = Arrays.copyOf(rows, targets.length * inputs);
            }
            System.arraycopy(features, 0, rows, size * inputs, inputs);
            targets[size++] = target;
        }
    }

    /**
     * Returns the largest number of rows per stratum such that rare classes are complete and the total is at most
     * {@link #MAX_ROWS}.
     */
    private static long rowsPerStratum(long[] rowsOfStratum) {
        long low = 1;
        long high = MAX_ROWS;
        while (low < high) {
            long middle = (low + high + 1) / 2;
            long total = 0;
            for (long rows : rowsOfStratum) {
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

    private static long[] atMost(long[] rowsOfStratum, long most) {
        return Arrays.stream(rowsOfStratum).map(rows -> Math.min(rows, most)).toArray();
    }

    int size() {
        return size;
    }

    int label(int i) {
        return targets[i].label();
    }

    Target target(int i) {
        return targets[i];
    }

    float[] row(int i) {
        return Arrays.copyOfRange(rows, i * inputs, (i + 1) * inputs);
    }

    /** Returns how many rows of the data the i-th row of the sample represents. */
    double share(int i) {
        int s = targets[i].stratum();
        return (double) rowsOfStratum[s] / taken[s];
    }
}
