package io.elmstream.training;

/**
 * The loops in which training spends its time, on rows of doubles. C2 vectorizes them without changing the order of a
 * sum, so results have the same bits on every JDK and machine. For the same reason there is no fused multiply-add,
 * which is also very slow where the CPU has none.
 *
 * <p>{@link #addProduct} adds blocks of three rows by two terms. Larger blocks need fewer loads and stores, but C2 of
 * JDK 17 does not always vectorize them.
 */
final class VectorLoops {

    /** Columns and terms of a tile of the right factor: 256 KB, which stays in the second-level cache. */
    private static final int TILE_COLUMNS = 512;

    private static final int TILE_TERMS = 64;

    private VectorLoops() {}

    /** Which part of a product is needed. */
    enum Part {
        /** All columns. */
        ALL,
        /** The diagonal and what is right of it; columns further left receive incomplete sums. */
        UPPER
    }

    /**
     * Adds {@code left x right} to {@code sums}; each sum adds its terms in ascending order.
     *
     * @param sums row i of it receives row i of the product
     * @param first the first row
     * @param last the row after the last
     * @param left {@code left[i - first]} is row i
     * @param right one row per term
     * @param terms the number of terms, the rows of right that count
     * @param part which columns are needed
     */
    static void addProduct(
            double[][] sums, int first, int last, double[][] left, double[][] right, int terms, Part part) {
        int columns = right[0].length;
        double[] spare = new double[columns];
        for (int column = part == Part.UPPER ? first : 0; column < columns; column += TILE_COLUMNS) {
            int to = Math.min(columns, column + TILE_COLUMNS);
            for (int term = 0; term < terms; term += TILE_TERMS) {
                int end = Math.min(terms, term + TILE_TERMS);
                for (int i = first; i < last; i += 3) {
                    int from = part == Part.UPPER ? Math.max(column, i) : column;
                    addRows(sums, i, last, left, i - first, spare, right, term, end, from, to);
                }
            }
        }
    }

    /** Adds the terms of a tile to up to three rows of sums; rows that do not exist are replaced by a spare one. */
    private static void addRows(
            double[][] sums,
            int i,
            int last,
            double[][] left,
            int at,
            double[] spare,
            double[][] right,
            int term,
            int end,
            int from,
            int to) {
        double[] s1 = i + 1 < last ? sums[i + 1] : spare;
        double[] s2 = i + 2 < last ? sums[i + 2] : spare;
        double[] a = left[at];
        double[] b = i + 1 < last ? left[at + 1] : a;
        double[] c = i + 2 < last ? left[at + 2] : a;
        int t = term;
        for (; t + 1 < end; t += 2) {
            addBlock(sums[i], s1, s2, from, to, right[t], right[t + 1], a[t], a[t + 1], b[t], b[t + 1], c[t], c[t + 1]);
        }
        if (t < end) {
            addScaled(sums[i], from, to, right[t], a[t]);
            addScaled(s1, from, to, right[t], b[t]);
            addScaled(s2, from, to, right[t], c[t]);
        }
    }

    private static void addBlock(
            double[] s0,
            double[] s1,
            double[] s2,
            int from,
            int to,
            double[] r0,
            double[] r1,
            double a0,
            double a1,
            double b0,
            double b1,
            double c0,
            double c1) {
        for (int j = from; j < to; j++) {
            double x0 = r0[j];
            double x1 = r1[j];
            s0[j] = s0[j] + a0 * x0 + a1 * x1;
            s1[j] = s1[j] + b0 * x0 + b1 * x1;
            s2[j] = s2[j] + c0 * x0 + c1 * x1;
        }
    }

    /** Writes the scalar products of four rows and another one, side by side because each sum waits for itself. */
    static void dotFour(double[] rows, int[] at, double[] other, double[] results) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int k = 0; k < other.length; k++) {
            a += rows[at[0] + k] * other[k];
            b += rows[at[1] + k] * other[k];
            c += rows[at[2] + k] * other[k];
            d += rows[at[3] + k] * other[k];
        }
        results[0] = a;
        results[1] = b;
        results[2] = c;
        results[3] = d;
    }

    /** Adds {@code w row} to {@code sums}, from one column up to, but not including, another. */
    static void addScaled(double[] sums, int from, int to, double[] row, double w) {
        for (int j = from; j < to; j++) {
            sums[j] += w * row[j];
        }
    }

    /** Adds {@code w row} to {@code sums}, each from an index of its own on. */
    static void addScaled(double[] sums, int at, double[] row, int from, int count, double w) {
        for (int j = 0; j < count; j++) {
            sums[at + j] += w * row[from + j];
        }
    }

    /** Subtracts {@code a u + b v} from {@code row}, from a column on. */
    static void subtractTwo(double[] row, int from, double[] u, double a, double[] v, double b) {
        for (int j = from; j < row.length; j++) {
            row[j] -= a * u[j] + b * v[j];
        }
    }

    /** The same, and adds {@code w row}, as it is then, to {@code sums}: one pass over the row instead of two. */
    static void subtractTwoAndAdd(
            double[] row, int from, double[] u, double a, double[] v, double b, double[] sums, double w) {
        for (int j = from; j < row.length; j++) {
            double x = row[j] - (a * u[j] + b * v[j]);
            row[j] = x;
            sums[j] += w * x;
        }
    }

    /** Subtracts {@code a u} from {@code row} and adds {@code w row}, as it is then, to {@code sums}. */
    static void subtractAndAdd(double[] row, int from, double[] u, double a, double[] sums, double w) {
        for (int j = from; j < row.length; j++) {
            double x = row[j] - a * u[j];
            row[j] = x;
            sums[j] += w * x;
        }
    }
}
