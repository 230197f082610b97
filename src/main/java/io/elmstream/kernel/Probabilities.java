package io.elmstream.kernel;

import io.elmstream.elm.Classifier;

/** Checks whether the scores of a row are probabilities. */
public final class Probabilities {

    /** The largest difference between the sum of a row and 1. */
    public static final double TOLERANCE = 1e-3;

    private Probabilities() {}

    /**
     * Returns whether each is from 0 to 1, and all sum to 1 within {@link #TOLERANCE}; false if one is NaN.
     *
     * @param scores row-major
     * @param at where the row starts
     * @param classes of the row
     * @return whether they are probabilities
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

    /**
     * Returns the predicted class of a row.
     *
     * @param probabilities row-major
     * @param at where the row starts
     * @param classes of the row
     * @return the index of the first largest, from 0
     */
    public static int predicted(float[] probabilities, int at, int classes) {
        return Classifier.predicted(probabilities, at, classes);
    }
}
