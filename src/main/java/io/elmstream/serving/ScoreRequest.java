package io.elmstream.serving;

import io.elmstream.kernel.Probabilities;
import java.util.Arrays;

/** Rows that one caller wants scored, and their scores. {@link RequestBatches} says when they are there. */
public final class ScoreRequest {

    private static final int NONE = -1;

    private final ReadyChoice choice;
    private final float[] rows;
    private final int count;
    private final float[] probabilities;
    private final boolean[] verified;
    private final int[] tops;
    /**
     * Creates a request without scores.
     *
     * @param choice the versions that score the rows
     * @param rows row-major count x inputs, values that the version whose prediction counts accepts; not copied
     * @param count the number of rows, 0 or more
     */
    public ScoreRequest(ReadyChoice choice, float[] rows, int count) {
        this.choice = choice;
        this.rows = rows;
        this.count = count;
        this.probabilities = new float[count * classes()];
        this.verified = new boolean[count];
        this.tops = new int[count];
        Arrays.fill(tops, NONE);
    }

    /** Returns the version whose predictions these are. */
    public ReadyVersion version() {
        return choice.version();
    }

    /** Returns the number of rows. */
    public int count() {
        return count;
    }

    /** Returns the number of classes. */
    public int classes() {
        return version().packed().classes();
    }

    /** Returns the class probabilities, row-major {@link #count} x {@link #classes}; 0 for a row that failed. */
    public float[] probabilities() {
        return probabilities;
    }

    /**
     * Returns whether a row got no prediction, because its scores are not probabilities; the stream makes such a
     * reading a dead letter.
     */
    public boolean failed(int row) {
        return tops[row] == NONE;
    }

    /** Returns the index of the most probable class of a row that did not fail. */
    int top(int row) {
        return tops[row];
    }

    /** Returns the label of the most probable class of a row, or "" if it failed. */
    public String label(int row) {
        return failed(row) ? "" : version().served().labels().get(tops[row]);
    }

    /** Returns how many rows the verifier of the version answered, because its draft was not sure. */
    public int verifiedRows() {
        int rows = 0;
        for (boolean each : verified) {
            rows += each ? 1 : 0;
        }
        return rows;
    }

    ReadyChoice choice() {
        return choice;
    }

    float[] rows() {
        return rows;
    }

    /** Takes the scores of a row, and returns whether they are probabilities; otherwise none are kept. */
    boolean scored(int row, float[] scores, int at, boolean byVerifier) {
        if (!Probabilities.areSound(scores, at, classes())) {
            return false;
        }
        System.arraycopy(scores, at, probabilities, row * classes(), classes());
        verified[row] = byVerifier;
        tops[row] = Probabilities.predicted(scores, at, classes());
        return true;
    }
}
