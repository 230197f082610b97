package io.elmstream.training;

import io.elmstream.elm.FeatureBins;
import io.elmstream.elm.TrainingRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

    /** Returns the bins of each feature, and how many independent rows their shares are worth. */
    RowProfile profile(TrainingRange range, long[] rowsOfClass) {
        double[] weights = new double[size];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < size; i++) {
            weights[i] = share(i);
            sum += weights[i];
            squares += weights[i] * weights[i];
        }
        List<FeatureBins> bins = new ArrayList<>();
        for (int j = 0; j < inputs; j++) {
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = rows[i * inputs + j];
            }
            bins.add(Binning.of(values, weights));
        }
        long all = Arrays.stream(rowsOfClass).sum();
        float[] labels = new float[rowsOfClass.length];
        for (int c = 0; c < labels.length; c++) {
            labels[c] = (float) rowsOfClass[c] / all;
        }
        return new RowProfile(range, (long) (sum * sum / squares), bins, labels);
    }

    /** Returns how many rows of the data the i-th row of the sample represents. */
    double share(int i) {
        int s = targets[i].stratum();
        return (double) rowsOfStratum[s] / taken[s];
    }
}
