package io.elmstream.training;

/**
 * {@code T + lambda I = L D L'} of a positive semidefinite tridiagonal matrix, L a unit lower bidiagonal matrix and D
 * diagonal (Golub, Van Loan: "Matrix computations", 4th edition, section 4.3.6).
 */
final class ShiftedTridiagonal {

    private final double[] pivots;
    private final double[] inverses;
    private final double[] below;

    /** @param lambda above 0 */
    ShiftedTridiagonal(Tridiagonal matrix, double lambda) {
        int n = matrix.diagonal().length;
        pivots = new double[n];
        inverses = new double[n];
        below = new double[n];
        double eliminated = 0;
        for (int k = 0; k < n; k++) {
            // without rounding, no pivot would be below lambda
            pivots[k] = Math.max(lambda, matrix.diagonal()[k] + lambda - eliminated);
            inverses[k] = 1 / pivots[k];
            if (k < n - 1) {
                below[k] = matrix.beside()[k] / pivots[k];
                eliminated = below[k] * matrix.beside()[k];
            }
        }
    }

    /** Returns x of {@code (T + lambda I) x = b}. */
    double[] solve(double[] b) {
        double[] x = b.clone();
        for (int k = 1; k < x.length; k++) {
            x[k] -= below[k - 1] * x[k - 1];
        }
        for (int k = x.length - 1; k >= 0; k--) {
            x[k] = x[k] / pivots[k] - below[k] * (k == x.length - 1 ? 0 : x[k + 1]);
        }
        return x;
    }

    /**
     * Writes {@code g' (T + lambda I)^-1 g} of four rows g, which are computed side by side because each sum waits for
     * itself.
     *
     * @param g the values of all rows
     * @param at where each of the four starts
     */
    void quadratic(double[] g, int[] at, double[] results) {
        double ya = 0;
        double yb = 0;
        double yc = 0;
        double yd = 0;
        double sumA = 0;
        double sumB = 0;
        double sumC = 0;
        double sumD = 0;
        double factor = 0;
        for (int k = 0; k < pivots.length; k++) {
            ya = g[at[0] + k] - factor * ya;
            yb = g[at[1] + k] - factor * yb;
            yc = g[at[2] + k] - factor * yc;
            yd = g[at[3] + k] - factor * yd;
            sumA += ya * ya * inverses[k];
            sumB += yb * yb * inverses[k];
            sumC += yc * yc * inverses[k];
            sumD += yd * yd * inverses[k];
            factor = below[k];
        }
        results[0] = sumA;
        results[1] = sumB;
        results[2] = sumC;
        results[3] = sumD;
    }
}
