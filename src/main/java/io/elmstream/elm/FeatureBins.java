package io.elmstream.elm;

import java.util.Arrays;

/**
 * How the values of one feature were distributed over the training rows: bins between edges, and one more for missing
 * values. Immutable.
 */
public final class FeatureBins {

    private static final double SUM_TOLERANCE = 1e-3;

    private final float[] edges;
    private final float[] shares;

    /**
     * Creates bins. Bin b holds the values from edge b - 1, inclusive, to edge b, exclusive; the first one has no lower
     * end and the last one no upper end.
     *
     * @param edges finite and ascending, possibly none
     * @param shares share of the rows in each bin, 0 to 1; that of rows without the feature comes last
     * @throws IllegalArgumentException if the lengths do not match or a figure is out of its range
     */
    public FeatureBins(float[] edges, float[] shares) {
        Shapes.requireLength("shares", shares.length, edges.length + 2);
        Shapes.requireFinite("edges", edges);
        for (int e = 1; e < edges.length; e++) {
            Shapes.require(
                    edges[e] > edges[e - 1], "edges[" + e + "] is " + edges[e] + ", must be above " + edges[e - 1]);
        }
        requireShares("shares", shares);
        this.edges = edges.clone();
        this.shares = shares.clone();
    }

    /** {@return a copy of the edges} */
    public float[] edges() {
        return edges.clone();
    }

    /** {@return a copy of the shares of the rows by bin} */
    public float[] shares() {
        return shares.clone();
    }

    /** {@return the number of bins, with that of missing values} */
    public int bins() {
        return shares.length;
    }

    /**
     * Returns the bin of a value.
     *
     * @param value as read; NaN if it is missing
     * @return its index, from 0
     */
    public int bin(float value) {
        if (Float.isNaN(value)) {
            return edges.length + 1;
        }
        int bin = 0;
        for (float edge : edges) {
            bin += value >= edge ? 1 : 0;
        }
        return bin;
    }

    static void requireShares(String field, float[] shares) {
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            Shapes.require(
                    shares[i] >= 0 && shares[i] <= 1, field + "[" + i + "] is " + shares[i] + ", must be from 0 to 1");
            sum += shares[i];
        }
        Shapes.require(Math.abs(sum - 1) <= SUM_TOLERANCE, field + " sum to " + sum + ", must sum to 1");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeatureBins that
                && Arrays.equals(edges, that.edges)
                && Arrays.equals(shares, that.shares);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(edges) + Arrays.hashCode(shares);
    }
}
