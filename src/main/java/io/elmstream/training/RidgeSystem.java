package io.elmstream.training;

import io.elmstream.training.VectorLoops.Part;

/**
 * A symmetric, positive definite system {@code G + ridge I = U'U}, solved by Cholesky decomposition in panels of rows,
 * so that most of the work is a product of blocks.
 */
final class RidgeSystem {

    private static final int PANEL = 48;

    private final double[][] upper;

    private RidgeSystem(double[][] upper) {
        this.upper = upper;
    }

    /**
     * Decomposes a system. Rounding can make a Gram matrix indefinite, so no diagonal element grows by less than its
     * rounding error; if that was not enough, by a hundred times more, and so on.
     *
     * @param gram the stored matrix; only the diagonal and what is right of it is read
     * @param scale the matrix is {@code scale * gram}
     * @param ridge what to add to the diagonal, above 0
     */
    static RidgeSystem of(double[][] gram, double scale, double ridge) {
        for (double error = 4 * gram.length * Math.ulp(1.0); error < 1e6; error *= 100) {
            double[][] upper = new double[gram.length][gram.length];
            for (int i = 0; i < gram.length; i++) {
                for (int j = i; j < gram.length; j++) {
                    upper[i][j] = gram[i][j] * scale;
                }
                upper[i][i] = Math.max(upper[i][i], 0);
                upper[i][i] += Math.max(ridge, error * upper[i][i]);
            }
            if (decompose(upper)) {
                return new RidgeSystem(upper);
            }
        }
        throw new IllegalStateException("the sums are not finite");
    }

    private static boolean decompose(double[][] upper) {
        int units = upper.length;
        for (int first = 0; first < units; first += PANEL) {
            int last = Math.min(units, first + PANEL);
            for (int k = first; k < last; k++) {
                double pivot = upper[k][k];
                if (!(pivot > 0)) {
                    return false;
                }
                double root = Math.sqrt(pivot);
                for (int j = k; j < units; j++) {
                    upper[k][j] /= root;
                }
                for (int i = k + 1; i < last; i++) {
                    VectorLoops.addScaled(upper[i], i, units, upper[k], -upper[k][i]);
                }
            }
            subtractPanel(upper, first, last);
        }
        return true;
    }

    /** Subtracts {@code P'P} from the rows below a panel P. */
    private static void subtractPanel(double[][] upper, int first, int last) {
        int rows = last - first;
        double[][] left = new double[upper.length - last][rows];
        double[][] panel = new double[rows][];
        for (int t = 0; t < rows; t++) {
            panel[t] = upper[first + t];
            for (int i = 0; i < left.length; i++) {
                left[i][t] = -panel[t][last + i];
            }
        }
        VectorLoops.addProduct(upper, last, upper.length, left, panel, rows, Part.UPPER);
    }

    /** Replaces right sides, one per row, by their solutions. */
    void solve(double[][] sides) {
        int units = upper.length;
        for (double[] side : sides) {
            for (int k = 0; k < units; k++) {
                side[k] /= upper[k][k];
                VectorLoops.addScaled(side, k + 1, units, upper[k], -side[k]);
            }
            for (int k = units - 1; k >= 0; k--) {
                double sum = side[k];
                for (int j = k + 1; j < units; j++) {
                    sum -= upper[k][j] * side[j];
                }
                side[k] = sum / upper[k][k];
            }
        }
    }
}
