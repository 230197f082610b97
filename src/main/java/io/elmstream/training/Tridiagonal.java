package io.elmstream.training;

import java.util.Arrays;

/**
 * The decomposition {@code G = Q T Q'} of a symmetric matrix into an orthogonal and a tridiagonal one, by Householder
 * reflections (Golub, Van Loan: "Matrix computations", 4th edition, section 8.3.1). For systems with {@code G + lambda
 * I} it does as much as eigenvectors do, at a fraction of their cost.
 *
 * <p>Each step updates the matrix and multiplies it by the next reflection in one pass over its rows. Cores share the
 * rows in a fixed number of parts, so the order of sums does not depend on their number.
 *
 * @param diagonal the diagonal of T
 * @param beside the elements of T beside it, one fewer
 * @param vectors Q, row by row
 */
record Tridiagonal(double[] diagonal, double[] beside, double[][] vectors) {

    private static final int PARTS = 8;

    /** Fewer rows are not shared: the cores would spend more time on waiting for each other. */
    private static final int SHARED_FROM = 512;

    private interface Pass {
        /** Works on one row and adds to the sums of its part. */
        void row(int i, double[] sums);
    }

    /**
     * Decomposes a matrix.
     *
     * @param matrix symmetric; its rows are overwritten and then those of Q
     */
    static Tridiagonal of(double[][] matrix, Cores cores) {
        int n = matrix.length;
        double[] diagonal = new double[n];
        double[] beside = new double[Math.max(0, n - 1)];
        double[] factors = new double[n];
        double[] v = new double[n];
        double[] w = new double[n];
        double[][] sums = new double[PARTS][n];
        for (int k = 0; k < n; k++) {
            VectorLoops.subtractTwo(matrix[k], k, w, v[k], v, w[k]);
            diagonal[k] = matrix[k][k];
            if (k == n - 1) {
                break;
            }
            factors[k] = reflect(matrix[k], k + 1, beside);
            double[] next = matrix[k];
            double[] oldV = v;
            double[] oldW = w;
            int from = k + 1;
            double[] product = pass(
                    from,
                    n,
                    sums,
                    cores,
                    (i, sum) ->
                            VectorLoops.subtractTwoAndAdd(matrix[i], from, oldW, oldV[i], oldV, oldW[i], sum, next[i]));
            v = new double[n];
            w = new double[n];
            double dot = 0;
            for (int j = from; j < n; j++) {
                v[j] = next[j];
                w[j] = factors[k] * product[j];
                dot += v[j] * w[j];
            }
            VectorLoops.addScaled(w, from, n, v, -0.5 * factors[k] * dot);
        }
        accumulate(matrix, factors, sums, cores);
        return new Tridiagonal(diagonal, beside, matrix);
    }

    /**
     * Replaces a row, from an index on, by the v of the reflection {@code I - f v v'} that maps it to its first
     * element.
     *
     * @param beside receives that element
     * @return f, 0 if there is nothing to reflect
     */
    private static double reflect(double[] row, int from, double[] beside) {
        double largest = 0;
        for (int j = from; j < row.length; j++) {
            largest = Math.max(largest, Math.abs(row[j]));
        }
        double squares = 0;
        for (int j = from + 1; j < row.length; j++) {
            double scaled = largest == 0 ? 0 : row[j] / largest;
            squares += scaled * scaled;
        }
        double alpha = row[from];
        if (squares == 0) {
            beside[from - 1] = alpha;
            Arrays.fill(row, from, row.length, 0);
            return 0;
        }
        double norm = largest * Math.sqrt(squares + alpha / largest * (alpha / largest));
        double image = alpha > 0 ? -norm : norm;
        beside[from - 1] = image;
        row[from] = 1;
        for (int j = from + 1; j < row.length; j++) {
            row[j] /= alpha - image;
        }
        return (image - alpha) / image;
    }

    /**
     * Replaces the reflections, in the rows right of the diagonal, by the rows of their product Q, from the last on.
     */
    private static void accumulate(double[][] matrix, double[] factors, double[][] sums, Cores cores) {
        int n = matrix.length;
        double[] v = new double[n];
        double[] product = new double[n];
        double factor = 0;
        for (int k = n - 2; k >= 0; k--) {
            double[] next = matrix[k].clone();
            double[] oldV = v;
            double[] oldProduct = product;
            double oldFactor = factor;
            int from = k + 2;
            unit(matrix, k + 1);
            product = pass(
                    from,
                    n,
                    sums,
                    cores,
                    (i, sum) ->
                            VectorLoops.subtractAndAdd(matrix[i], from, oldProduct, oldFactor * oldV[i], sum, next[i]));
            product[k + 1] = next[k + 1];
            v = next;
            factor = factors[k];
        }
        for (int i = 1; i < n; i++) {
            VectorLoops.addScaled(matrix[i], 1, n, product, -factor * v[i]);
        }
        if (n > 0) {
            unit(matrix, 0);
        }
    }

    /** Makes a row and the column of the same index those of the identity, as far as they are right of it or below. */
    private static void unit(double[][] matrix, int k) {
        Arrays.fill(matrix[k], 0);
        matrix[k][k] = 1;
        for (int i = k + 1; i < matrix.length; i++) {
            matrix[i][k] = 0;
        }
    }

    /** Passes over the rows of an index and above, and returns the sum that it adds up to. */
    private static double[] pass(int from, int n, double[][] sums, Cores cores, Pass pass) {
        int parts = n - from < SHARED_FROM ? 1 : PARTS;
        (parts == 1 ? Cores.ONE : cores).share(parts, part -> {
            Arrays.fill(sums[part], 0);
            int last = from + (int) ((long) (n - from) * (part + 1) / parts);
            for (int i = from + (int) ((long) (n - from) * part / parts); i < last; i++) {
                pass.row(i, sums[part]);
            }
        });
        double[] total = sums[0].clone();
        for (int part = 1; part < parts; part++) {
            VectorLoops.addScaled(total, from, n, sums[part], 1);
        }
        return total;
    }
}
