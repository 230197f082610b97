package io.elmstream.elm;

import org.ejml.data.DMatrixRMaj;

/**
 * The second pass: sums up {@code H'QH} and {@code H'QT} in chunks of rows, Q being the diagonal of row weights and T
 * the targets, 1 for the row's class and -1 for all others. Memory depends on the hidden units alone.
 *
 * <p>The order of every sum is fixed, and the inner loop goes over columns, which the JIT turns into vector code without
 * changing that order.
 */
final class NormalEquations implements Samples.Visitor {

    private static final int CHUNK = 64;

    private final HiddenMap map;
    private final double[] rowWeights;
    private final int units;
    private final int classes;
    private final double[] h;
    private final int[] labels = new int[CHUNK];
    private final double[] gram;
    private final double[] right;
    private int filled;

    /** @param rowWeights the weight of a row of each class */
    NormalEquations(HiddenMap map, double[] rowWeights) {
        this.map = map;
        this.rowWeights = rowWeights;
        this.units = map.units();
        this.classes = rowWeights.length;
        this.h = new double[CHUNK * units];
        this.gram = new double[units * units];
        this.right = new double[units * classes];
    }

    @Override
    public void row(float[] features, int label) {
        map.apply(features, h, filled * units);
        labels[filled++] = label;
        if (filled == CHUNK) {
            add();
        }
    }

    /** {@code H'QH}, units x units, of all rows so far. */
    DMatrixRMaj gram() {
        add();
        for (int i = 0; i < units; i++) {
            for (int k = 0; k < i; k++) {
                gram[i * units + k] = gram[k * units + i];
            }
        }
        return DMatrixRMaj.wrap(units, units, gram);
    }

    /** {@code H'QT}, units x classes, of all rows so far. */
    DMatrixRMaj right() {
        add();
        return DMatrixRMaj.wrap(units, classes, right);
    }

    private void add() {
        // rows that are not there count 0, so that the sums below need no second form for the last chunk
        java.util.Arrays.fill(h, filled * units, CHUNK * units, 0);
        for (int i = 0; i < units; i++) {
            for (int r = 0; r < CHUNK; r += 4) {
                int at = r * units;
                addToGram(i, at, weighted(r, i), weighted(r + 1, i), weighted(r + 2, i), weighted(r + 3, i));
            }
            for (int r = 0; r < filled; r++) {
                addToRight(i, labels[r], weighted(r, i));
            }
        }
        filled = 0;
    }

    private double weighted(int r, int i) {
        return r < filled ? rowWeights[labels[r]] * h[r * units + i] : 0;
    }

    private void addToGram(int i, int at, double a, double b, double c, double d) {
        int from = i * units;
        int second = at + units;
        int third = second + units;
        int fourth = third + units;
        for (int k = i; k < units; k++) {
            gram[from + k] = gram[from + k] + a * h[at + k] + b * h[second + k] + c * h[third + k] + d * h[fourth + k];
        }
    }

    private void addToRight(int i, int label, double weighted) {
        for (int c = 0; c < classes; c++) {
            right[i * classes + c] += c == label ? weighted : -weighted;
        }
    }
}
