package io.elmstream.training;

import io.elmstream.elm.FeatureBins;
import java.util.Arrays;

/**
 * Bins of equal frequency of the values of one feature, exact for the given rows. Where a value repeats, bins are fewer
 * or differ in frequency.
 */
final class Binning {

    /** Bins of a feature whose values do not repeat, without that of missing values. */
    static final int BINS = 10;

    private Binning() {}

    /**
     * Returns the bins of some values.
     *
     * @param values one or more, NaN where the feature is missing; they are not changed
     * @param weights how many rows each value stands for, above 0
     */
    static FeatureBins of(float[] values, double[] weights) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        // NaN comes last
        Arrays.sort(order, (a, b) -> Float.compare(values[a], values[b]));
        int known = 0;
        double total = 0;
        double all = 0;
        for (int i : order) {
            all += weights[i];
            if (!Float.isNaN(values[i])) {
                known++;
                total += weights[i];
            }
        }
        float[] edges = edges(values, weights, order, known, total);
        double[] counts = new double[edges.length + 2];
        int bin = 0;
        for (int i = 0; i < known; i++) {
            while (bin < edges.length && values[order[i]] >= edges[bin]) {
                bin++;
            }
            counts[bin] += weights[order[i]];
        }
        counts[edges.length + 1] = all - total;
        float[] shares = new float[counts.length];
        for (int b = 0; b < shares.length; b++) {
            shares[b] = (float) Math.min(1, Math.max(0, counts[b] / all));
        }
        return new FeatureBins(edges, shares);
    }

    private static float[] edges(float[] values, double[] weights, Integer[] order, int known, double total) {
        if (known == 0) {
            return new float[0];
        }
        float least = values[order[0]];
        float largest = values[order[known - 1]];
        if (least == largest) {
            // a value that never changed has a bin for itself, so that it is seen when it does
            float next = Math.nextUp(least);
            return Float.isFinite(next) ? new float[] {least, next} : new float[] {least};
        }
        float[] edges = new float[BINS - 1];
        int count = 0;
        int quantile = 1;
        double below = 0;
        for (int i = 0; i < known && quantile < BINS; i++) {
            float value = values[order[i]];
            if (i > 0 && value > values[order[i - 1]] && below >= quantile * total / BINS) {
                edges[count++] = value;
                while (quantile < BINS && below >= quantile * total / BINS) {
                    quantile++;
                }
            }
            below += weights[order[i]];
        }
        if (count == 0) {
            // more than nine tenths have the largest value
            return new float[] {largest};
        }
        return Arrays.copyOf(edges, count);
    }
}
