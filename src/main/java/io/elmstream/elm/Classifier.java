package io.elmstream.elm;

import java.util.List;

/** What a version of a model scores rows with: one ELM, or a draft that a verifier checks. */
public sealed interface Classifier permits Elm, VerifiedDraft {

    /** {@return the names of the features, in the order of a row} */
    List<String> featureNames();

    /** {@return the class labels, in the order of the probabilities} */
    List<String> labels();

    /** {@return what NaN means in a row} */
    MissingValues missing();

    /**
     * Computes the class probabilities of one row in double precision: the reference for the fast forms.
     *
     * @param row the features as read, one per feature name
     * @return one probability per label; they sum to 1
     * @throws IllegalArgumentException if the row is too long or too short, or a feature cannot be scored
     */
    double[] probabilities(float[] row);

    /**
     * Returns the predicted class.
     *
     * @param probabilities one per label
     * @return the index of the first largest
     */
    static int predicted(double[] probabilities) {
        int top = 0;
        for (int c = 1; c < probabilities.length; c++) {
            top = probabilities[c] > probabilities[top] ? c : top;
        }
        return top;
    }

    /**
     * Returns the predicted class of a row.
     *
     * @param probabilities row-major
     * @param at where the row starts
     * @param classes of the row
     * @return the index of the first largest, from 0
     */
    static int predicted(float[] probabilities, int at, int classes) {
        int top = 0;
        for (int c = 1; c < classes; c++) {
            top = probabilities[at + c] > probabilities[at + top] ? c : top;
        }
        return top;
    }
}
