package io.elmstream.training;

import io.elmstream.elm.FeatureBins;
import io.elmstream.elm.TrainingRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The latest rows that were learnt, whose distribution is that of the readings to come while nothing changes. */
final class RecentRows {

    /** The least number of rows whose distribution says something. */
    static final int LEAST = 100;

    private final int inputs;
    private final int most;
    private float[] rows = new float[0];
    private int[] labels = new int[0];
    private int size;
    private int next;

    /** @param most how many rows to remember, 1 or more */
    RecentRows(int inputs, int most) {
        this.inputs = inputs;
        this.most = most;
    }

    void add(float[] row, int label) {
        if (next == labels.length && labels.length < most) {
            labels = Arrays.copyOf(labels, Math.min(most, Math.max(256, 2 * labels.length)));
            rows = Arrays.copyOf(rows, labels.length * inputs);
        }
        System.arraycopy(row, 0, rows, next * inputs, inputs);
        labels[next] = label;
        size = Math.max(size, next + 1);
        next = next + 1 == most ? 0 : next + 1;
    }

    /**
     * Returns what the rows were like; only the range if they are few.
     *
     * @param classes the number of classes of the model
     */
    RowProfile profile(TrainingRange range, int classes) {
        float[] shares = new float[classes];
        int counted = 0;
        for (int i = 0; i < size; i++) {
            // a class that came after the solution is none of the model
            if (labels[i] < classes) {
                shares[labels[i]]++;
                counted++;
            }
        }
        if (counted < LEAST) {
            return RowProfile.of(range);
        }
        for (int c = 0; c < classes; c++) {
            shares[c] /= counted;
        }
        double[] weights = new double[size];
        Arrays.fill(weights, 1);
        List<FeatureBins> bins = new ArrayList<>();
        for (int j = 0; j < inputs; j++) {
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = rows[i * inputs + j];
            }
            bins.add(Binning.of(values, weights));
        }
        return new RowProfile(range, size, bins, shares);
    }
}
