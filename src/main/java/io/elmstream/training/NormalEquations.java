package io.elmstream.training;

import io.elmstream.elm.Samples;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * The second pass: sums up {@code H'QH} and {@code H'QT} in chunks of rows, where Q is the diagonal of row weights and
 * T the targets, 1 for the row's class and -1 for all others. Memory depends on the number of hidden units alone.
 *
 * <p>The order of every sum is fixed. The inner loop runs over columns of whole arrays, which C2 vectorizes without
 * changing that order; it is several times faster here than EJML's product.
 */
final class NormalEquations implements Samples.Visitor {

    private static final int CHUNK = 64;

    private final HiddenMap map;
    private final double[] classWeights;
    private final int units;
    private final double[][] h;
    private final int[] labels = new int[CHUNK];
    private final double[][] gram;
    private final double[][] right;
    private int filled;

    /**
     * Creates empty sums.
     *
     * @param classWeights the weight of a row of each class
     */
    NormalEquations(HiddenMap map, double[] classWeights) {
        this.map = map;
        this.classWeights = classWeights;
        this.units = map.units();
        this.h = new double[CHUNK][units];
        this.gram = new double[units][units];
        this.right = new double[units][classWeights.length];
    }

    @Override
    public void row(float[] features, int label) {
        map.apply(features, h[filled]);
        labels[filled++] = label;
        if (filled == CHUNK) {
            addChunk();
        }
    }

    /** Returns {@code H'QH}, units x units, of all rows so far. */
    DMatrixRMaj gram() {
        addChunk();
        for (int i = 0; i < units; i++) {
            for (int k = 0; k < i; k++) {
                gram[i][k] = gram[k][i];
            }
        }
        return new DMatrixRMaj(gram);
    }

    /** Returns {@code H'QT}, units x classes, of all rows so far. */
    DMatrixRMaj right() {
        addChunk();
        return new DMatrixRMaj(right);
    }

    private void addChunk() {
        // missing rows have weight 0, so that the last chunk needs no special case
        for (int r = filled; r < CHUNK; r++) {
            Arrays.fill(h[r], 0);
        }
        double[] weighted = new double[CHUNK];
        for (int i = 0; i < units; i++) {
            for (int r = 0; r < filled; r++) {
                weighted[r] = classWeights[labels[r]] * h[r][i];
                for (int c = 0; c < classWeights.length; c++) {
                    right[i][c] += c == labels[r] ? weighted[r] : -weighted[r];
                }
            }
            // the part left of the diagonal is filled at the end, by symmetry
            for (int r = 0; r < CHUNK; r += 4) {
                VectorLoops.addFour(gram[i], i, h, r, weighted, r);
            }
        }
        filled = 0;
    }
}
