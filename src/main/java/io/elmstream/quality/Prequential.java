package io.elmstream.quality;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The quality of predictions each of which was made before its row was learnt, beside the simplest of all: that the
 * label is the last one. Where labels come in runs, only what is better than that says something about a model, so
 * {@link #kappaTemporal} belongs beside accuracy (Žliobaitė, Bifet, Read, Pfahringer, Holmes: "Evaluation methods and
 * decision theory for classification of streaming data with temporal dependence", Machine Learning 98, 2015).
 */
public final class Prequential {

    private final int window;
    private final Adwin adwin;
    private final Deque<boolean[]> recent = new ArrayDeque<>();
    private final List<Long> drifts = new ArrayList<>();
    private long[][] confusion = new long[0][0];
    private long rows;
    private long right;
    private long rightOfLast;
    private long recentRight;
    private long recentRightOfLast;

    /**
     * Creates an empty tally.
     *
     * @param window how many rows the recent figures are of, 1 or more
     * @param delta of {@link Adwin}, which watches the errors
     */
    public Prequential(int window, double delta) {
        this.window = window;
        this.adwin = new Adwin(delta);
    }

    /**
     * Counts a row.
     *
     * @param number of the row, by which a drift is reported
     * @param label index of its label
     * @param predicted index of the label that was predicted
     * @param last index of the label before, or -1 if there was none
     */
    public void add(long number, int label, int predicted, int last) {
        grow(Math.max(label, predicted) + 1);
        confusion[label][predicted]++;
        boolean[] row = {label == predicted, label == last};
        rows++;
        right += row[0] ? 1 : 0;
        rightOfLast += row[1] ? 1 : 0;
        recentRight += row[0] ? 1 : 0;
        recentRightOfLast += row[1] ? 1 : 0;
        recent.add(row);
        if (recent.size() > window) {
            boolean[] gone = recent.remove();
            recentRight -= gone[0] ? 1 : 0;
            recentRightOfLast -= gone[1] ? 1 : 0;
        }
        if (adwin.add(row[0] ? 0 : 1)) {
            drifts.add(number);
        }
    }

    /** {@return how many rows were predicted} */
    public long rows() {
        return rows;
    }

    /** {@return the share of rows that were predicted as their own class; 0 without rows} */
    public double accuracy() {
        return share(right, rows);
    }

    /** {@return the share of rows with the label of the one before; 0 without rows} */
    public double accuracyOfLastLabel() {
        return share(rightOfLast, rows);
    }

    /** {@return how many rows the recent figures are of} */
    public int recentRows() {
        return recent.size();
    }

    /** {@return the accuracy of recent rows} */
    public double recentAccuracy() {
        return share(recentRight, recent.size());
    }

    /** {@return the accuracy of the last label on recent rows} */
    public double recentAccuracyOfLastLabel() {
        return share(recentRightOfLast, recent.size());
    }

    /** {@return agreement beyond that of chance with the same shares of classes, up to 1; 0 if there is no other} */
    public double kappa() {
        double chance = 0;
        for (int c = 0; c < confusion.length; c++) {
            double actual = 0;
            double called = 0;
            for (int other = 0; other < confusion.length; other++) {
                actual += confusion[c][other];
                called += confusion[other][c];
            }
            chance += rows == 0 ? 0 : actual / rows * called / rows;
        }
        return beyond(chance);
    }

    /** {@return accuracy beyond that of the last label, as a share of what is left; negative if it is worse} */
    public double kappaTemporal() {
        return beyond(accuracyOfLastLabel());
    }

    /** {@return the mean recall of the classes that had rows} */
    public double macroRecall() {
        double sum = 0;
        int classes = 0;
        for (int c = 0; c < confusion.length; c++) {
            long of = 0;
            for (long each : confusion[c]) {
                of += each;
            }
            sum += share(confusion[c][c], of);
            classes += of > 0 ? 1 : 0;
        }
        return classes == 0 ? 0 : sum / classes;
    }

    /** {@return the numbers of the rows at which the share of errors was found to have risen} */
    public List<Long> drifts() {
        return List.copyOf(drifts);
    }

    private double beyond(double baseline) {
        return baseline >= 1 ? 0 : (accuracy() - baseline) / (1 - baseline);
    }

    private void grow(int classes) {
        if (classes > confusion.length) {
            long[][] larger = new long[classes][classes];
            for (int c = 0; c < confusion.length; c++) {
                System.arraycopy(confusion[c], 0, larger[c], 0, confusion.length);
            }
            confusion = larger;
        }
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
