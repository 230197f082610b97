package io.elmstream.training;

import io.elmstream.elm.Classifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The quality of a model on labelled rows.
 *
 * @param labels the class labels
 * @param confusion rows by actual and predicted class, {@code confusion[actual][predicted]}
 * @param counted the rows of each class that were predicted; fewer than its rows if each represents several
 * @param calibrationError expected calibration error, 0 to 1, of {@value Tally#BINS} bins of equal width (Guo et al.:
 *     "On calibration of modern neural networks", ICML 2017, equation 5)
 */
public record Evaluation(List<String> labels, long[][] confusion, long[] counted, double calibrationError) {

    /** Copies the arrays. */
    public Evaluation {
        labels = List.copyOf(labels);
        confusion = copy(confusion);
        counted = counted.clone();
    }

    /**
     * Creates the evaluation of predictions of all rows.
     *
     * @param labels the class labels
     * @param confusion rows by actual and predicted class
     * @param calibrationError expected calibration error, 0 to 1
     */
    public Evaluation(List<String> labels, long[][] confusion, double calibrationError) {
        this(
                labels,
                confusion,
                Arrays.stream(confusion)
                        .mapToLong(row -> Arrays.stream(row).sum())
                        .toArray(),
                calibrationError);
    }

    /** {@return a copy of the rows by actual and predicted class} */
    @Override
    public long[][] confusion() {
        return copy(confusion);
    }

    /** {@return a copy of the number of predicted rows of each class} */
    @Override
    public long[] counted() {
        return counted.clone();
    }

    /** {@return the number of all rows} */
    public long rows() {
        long rows = 0;
        for (int c = 0; c < confusion.length; c++) {
            rows += rows(c);
        }
        return rows;
    }

    /**
     * Returns the number of rows of a class.
     *
     * @param c index of the class
     * @return the number of rows whose actual class it is
     */
    public long rows(int c) {
        return Arrays.stream(confusion[c]).sum();
    }

    /** {@return the fraction of rows predicted as their own class, 0 to 1; 0 without rows} */
    public double accuracy() {
        long right = 0;
        for (int c = 0; c < confusion.length; c++) {
            right += confusion[c][c];
        }
        return share(right, rows());
    }

    /** {@return the mean recall of the classes that have rows, 0 to 1} */
    public double macroRecall() {
        double sum = 0;
        int classes = 0;
        for (int c = 0; c < confusion.length; c++) {
            if (rows(c) > 0) {
                sum += recall(c);
                classes++;
            }
        }
        return classes == 0 ? 0 : sum / classes;
    }

    /** {@return the standard error of {@link #accuracy}, from the number of rows alone} */
    public double accuracyError() {
        double variance = 0;
        for (int c = 0; c < confusion.length; c++) {
            double part = share(rows(c), rows());
            variance += part * part * recallVariance(c);
        }
        return Math.sqrt(variance);
    }

    /** {@return the standard error of {@link #macroRecall}, from the number of rows alone} */
    public double macroRecallError() {
        double variance = 0;
        int classes = 0;
        for (int c = 0; c < confusion.length; c++) {
            variance += recallVariance(c);
            classes += rows(c) > 0 ? 1 : 0;
        }
        return classes == 0 ? 0 : Math.sqrt(variance) / classes;
    }

    /** {@return the labels of classes that have rows, none of which was predicted as its class} */
    public List<String> neverRecalled() {
        return IntStream.range(0, confusion.length)
                .filter(c -> rows(c) > 0 && recall(c) == 0)
                .mapToObj(labels::get)
                .toList();
    }

    /**
     * Returns the variance of a class's recall. The recall is taken a little towards one half (Laplace's rule of
     * succession), so that two rows of two do not look certain.
     */
    private double recallVariance(int c) {
        if (counted[c] == 0) {
            return 0;
        }
        double recall = (recall(c) * counted[c] + 1) / (counted[c] + 2);
        return recall * (1 - recall) / counted[c];
    }

    /**
     * Returns the recall of a class.
     *
     * @param c index of the class
     * @return the fraction of its rows that were predicted as it, 0 to 1; 0 without rows
     */
    public double recall(int c) {
        return share(confusion[c][c], rows(c));
    }

    /**
     * Returns the precision of a class.
     *
     * @param c index of the class
     * @return the fraction of the rows predicted as it that belong to it, 0 to 1; 0 if there are none
     */
    public double precision(int c) {
        long called = 0;
        for (long[] row : confusion) {
            called += row[c];
        }
        return share(confusion[c][c], called);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private static long[][] copy(long[][] matrix) {
        return Arrays.stream(matrix).map(long[]::clone).toArray(long[][]::new);
    }

    /** Accumulates predictions; its memory does not grow with their number. */
    public static final class Tally {

        static final int BINS = 15;

        private final List<String> labels;
        private final double[][] confusion;
        private final long[] counted;
        private final double[] confidence = new double[BINS];
        private final double[] right = new double[BINS];
        private double total;

        /**
         * Creates an empty tally.
         *
         * @param labels the class labels
         */
        public Tally(List<String> labels) {
            this.labels = List.copyOf(labels);
            this.confusion = new double[labels.size()][labels.size()];
            this.counted = new long[labels.size()];
        }

        /**
         * Counts one row.
         *
         * @param actual index of the row's own label
         * @param probabilities one per label
         */
        public void add(int actual, double[] probabilities) {
            add(actual, probabilities, 1);
        }

        /**
         * Counts one row, whose probabilities are part of a larger array.
         *
         * @param actual index of the row's own label
         * @param probabilities row-major, one per label
         * @param at where the row starts
         */
        public void add(int actual, float[] probabilities, int at) {
            double[] row = new double[labels.size()];
            for (int c = 0; c < row.length; c++) {
                row[c] = probabilities[at + c];
            }
            add(actual, row, 1);
        }

        /**
         * Counts one row that represents several.
         *
         * @param actual index of the row's own label
         * @param probabilities one per label
         * @param rows how many rows it represents, possibly a fraction
         */
        public void add(int actual, double[] probabilities, double rows) {
            int predicted = Classifier.predicted(probabilities);
            confusion[actual][predicted] += rows;
            counted[actual]++;
            int bin = Math.max(0, Math.min(BINS - 1, (int) (probabilities[predicted] * BINS)));
            confidence[bin] += rows * probabilities[predicted];
            right[bin] += predicted == actual ? rows : 0;
            total += rows;
        }

        /** {@return the evaluation of what was counted so far} */
        public Evaluation evaluation() {
            double gap = 0;
            for (int bin = 0; bin < BINS; bin++) {
                gap += Math.abs(right[bin] - confidence[bin]);
            }
            long[][] rounded = new long[confusion.length][confusion.length];
            for (int a = 0; a < confusion.length; a++) {
                for (int p = 0; p < confusion.length; p++) {
                    rounded[a][p] = Math.round(confusion[a][p]);
                }
            }
            return new Evaluation(labels, rounded, counted, total == 0 ? 0 : Math.min(1, gap / total));
        }
    }
}
