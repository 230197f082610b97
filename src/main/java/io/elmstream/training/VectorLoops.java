package io.elmstream.training;

/**
 * The two loops in which training spends its time. They run over whole arrays, from 0 or from a variable start, which
 * is the form that C2 vectorizes; the order of each sum stays as written.
 */
final class VectorLoops {

    private VectorLoops() {}

    /**
     * Adds {@code w rows[0..3]} to {@code sums} from index {@code from} on, where w are the four weights at {@code at}.
     */
    static void addFour(double[] sums, int from, double[][] rows, int row, double[] weights, int at) {
        addFour(
                sums,
                from,
                rows[row],
                rows[row + 1],
                rows[row + 2],
                rows[row + 3],
                weights[at],
                weights[at + 1],
                weights[at + 2],
                weights[at + 3]);
    }

    private static void addFour(
            double[] sums,
            int from,
            double[] r0,
            double[] r1,
            double[] r2,
            double[] r3,
            double w0,
            double w1,
            double w2,
            double w3) {
        for (int k = from; k < sums.length; k++) {
            sums[k] = sums[k] + w0 * r0[k] + w1 * r1[k] + w2 * r2[k] + w3 * r3[k];
        }
    }

    /** Adds {@code w row} to {@code sums}. */
    static void addOne(double[] sums, double[] row, double w) {
        for (int k = 0; k < sums.length; k++) {
            sums[k] += w * row[k];
        }
    }
}
