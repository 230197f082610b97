package io.elmstream.training;

import io.elmstream.elm.Shapes;
import io.elmstream.elm.VerifiedDraft;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The answers of a draft and its verifier to the same rows, from which the thresholds of the draft are learnt. The rows
 * should be held out from the training of both: a model is surer of rows that it has seen. Memory grows by 16 bytes a
 * row.
 */
public final class DraftTrial {

    /** Runs of neighbouring rows, which are often near-copies, so that each stays in one half of a cross-check. */
    private static final int BLOCKS = 10;

    private final List<String> labels;
    private int[] actual = new int[1024];
    private int[] drafted = new int[1024];
    private int[] verified = new int[1024];
    private float[] confidence = new float[1024];
    private int rows;

    /**
     * The quality of a draft with its verifier.
     *
     * @param evaluation of their answers; its calibration error is not known and 0
     * @param share of the rows that the verifier answers, 0 to 1
     * @param agreement share of the rows for which the answer is the verifier's, 0 to 1
     */
    public record Outcome(Evaluation evaluation, double share, double agreement) {}

    /**
     * Creates a trial without rows.
     *
     * @param labels the class labels
     */
    public DraftTrial(List<String> labels) {
        this.labels = List.copyOf(labels);
    }

    /**
     * Adds a row.
     *
     * @param actual index of the row's own label
     * @param drafted index of the class that the draft gives it
     * @param confidence the draft's probability of that class, 0 to 1
     * @param verified index of the class that the verifier gives it
     */
    public void add(int actual, int drafted, float confidence, int verified) {
        if (rows == this.actual.length) {
            this.actual = Arrays.copyOf(this.actual, 2 * rows);
            this.drafted = Arrays.copyOf(this.drafted, 2 * rows);
            this.verified = Arrays.copyOf(this.verified, 2 * rows);
            this.confidence = Arrays.copyOf(this.confidence, 2 * rows);
        }
        this.actual[rows] = actual;
        this.drafted[rows] = drafted;
        this.verified[rows] = verified;
        this.confidence[rows++] = confidence;
    }

    /** {@return the number of rows} */
    public int rows() {
        return rows;
    }

    /**
     * Learns for each class how sure the draft must be. The threshold is the least confidence at which, of the rows
     * that the draft gives this class, at least the wanted share gets the verifier's answer, from either model: both as
     * counted, and as expected of a curve fitted to the rows of all classes, since few rows show few disagreements.
     *
     * @param agreement the wanted share, above 0 and below 1
     * @return one threshold per label; {@link VerifiedDraft#NEVER_SURE} for a class that the draft never gives
     */
    public float[] thresholds(double agreement) {
        return thresholds(agreement, row -> true);
    }

    /**
     * Tries what the thresholds do on rows from which they were not learnt: each half of the rows with the thresholds
     * of the other half.
     *
     * @param agreement the wanted share, above 0 and below 1
     * @return the quality over all rows
     */
    public Outcome crossChecked(double agreement) {
        float[][] halves = {thresholds(agreement, row -> half(row) == 1), thresholds(agreement, row -> half(row) == 0)};
        long[][] confusion = new long[labels.size()][labels.size()];
        int asked = 0;
        int agreed = 0;
        for (int i = 0; i < rows; i++) {
            boolean sure = confidence[i] >= halves[half(i)][drafted[i]];
            int answer = sure ? drafted[i] : verified[i];
            confusion[actual[i]][answer]++;
            asked += sure ? 0 : 1;
            agreed += answer == verified[i] ? 1 : 0;
        }
        double all = Math.max(1, rows);
        return new Outcome(new Evaluation(labels, confusion, 0), asked / all, agreed / all);
    }

    /**
     * Returns how many of the rows the verifier answers.
     *
     * @param thresholds one per label
     * @return the share, 0 to 1
     */
    public double verified(float[] thresholds) {
        int asked = 0;
        for (int i = 0; i < rows; i++) {
            asked += confidence[i] >= thresholds[drafted[i]] ? 0 : 1;
        }
        return (double) asked / Math.max(1, rows);
    }

    private int half(int row) {
        return (int) ((long) row * BLOCKS / rows) % 2;
    }

    private float[] thresholds(double agreement, IntPredicate learntFrom) {
        Shapes.require(agreement > 0 && agreement < 1, "agreement is " + agreement + ", must be above 0 and below 1");
        Disagreement disagreement = disagreement(learntFrom);
        float[] thresholds = new float[labels.size()];
        for (int c = 0; c < thresholds.length; c++) {
            thresholds[c] = threshold(agreement, byConfidence(c, learntFrom), disagreement);
        }
        return thresholds;
    }

    private Disagreement disagreement(IntPredicate learntFrom) {
        float[] of = new float[rows];
        boolean[] disagrees = new boolean[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (learntFrom.test(i)) {
                of[count] = confidence[i];
                disagrees[count++] = drafted[i] != verified[i];
            }
        }
        return Disagreement.fit(of, disagrees, count);
    }

    /** Returns the rows of a class in ascending order, each as the bits of its confidence and whether it disagrees. */
    private long[] byConfidence(int label, IntPredicate learntFrom) {
        long[] ordered = new long[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (drafted[i] == label && learntFrom.test(i)) {
                ordered[count++] =
                        (long) Float.floatToIntBits(confidence[i]) << 1 | (drafted[i] == verified[i] ? 0 : 1);
            }
        }
        ordered = Arrays.copyOf(ordered, count);
        Arrays.sort(ordered);
        return ordered;
    }

    private static float threshold(double agreement, long[] ordered, Disagreement disagreement) {
        double allowed = (1 - agreement) * ordered.length;
        // the margin only makes up for rounding, as in 1 - 0.999
        long left = (long) (allowed + 1e-9);
        double expected = 0;
        float least = VerifiedDraft.NEVER_SURE;
        int i = ordered.length;
        while (i > 0) {
            long bits = ordered[i - 1] >> 1;
            float confidence = Float.intBitsToFloat((int) bits);
            while (i > 0 && ordered[i - 1] >> 1 == bits) {
                left -= ordered[--i] & 1;
                expected += disagreement.at(confidence);
            }
            if (left < 0 || expected > allowed) {
                return least;
            }
            least = confidence;
        }
        return least;
    }
}
