package io.elmstream.kernel;

/** What a row's scores must be to be taken for probabilities. */
public final class Probabilities {

    /** How far the sum of a row may be from 1. */
    public static final double TOLERANCE = 1e-3;

    private Probabilities() {}

    /**
     * Whether each is from 0 to 1, and all sum to 1 within {@link #TOLERANCE}; so not where one is not a number.
     *
     * @param scores row-major
     * @param at where the row starts
     * @param classes of the row
     * @return whether they are
     */
    public static boolean areSound(float[] scores, int at, int classes) {
        double sum = 0;
        for (int i = at; i < at + classes; i++) {
            float score = scores[i];
            if (!(score >= 0 && score <= 1)) {
                return false;
            }
            sum += score;
        }
        return Math.abs(sum - 1) <= TOLERANCE;
    }
}
