package io.elmstream.elm;

import java.util.Arrays;
import java.util.List;

/**
 * A small model, the draft, whose answer counts where it is sure, and a large one, the verifier, which answers all
 * other rows. The draft is sure of a row if the probability of its class reaches the threshold of that class.
 * Immutable.
 */
public final class VerifiedDraft implements Classifier {

    /** A threshold that no probability reaches: the verifier answers every row that the draft gives this class. */
    public static final float NEVER_SURE = 2;

    private final Elm draft;
    private final Elm verifier;
    private final float[] thresholds;

    /**
     * Creates a pair from its parts.
     *
     * @param draft answers first
     * @param verifier answers where the draft is not sure; has the features, the labels and the policy for missing
     *     values of the draft
     * @param thresholds one per label, from 0 to {@link #NEVER_SURE}
     * @throws IllegalArgumentException if the models do not fit each other or a threshold is out of its range
     */
    public VerifiedDraft(Elm draft, Elm verifier, float[] thresholds) {
        requireSame("features", draft.featureNames(), verifier.featureNames());
        requireSame("labels", draft.labels(), verifier.labels());
        Shapes.require(
                draft.missing() == verifier.missing(),
                "missing values: the draft has the policy " + draft.missing() + ", the verifier " + verifier.missing());
        Shapes.requireLength("thresholds", thresholds.length, draft.labels().size());
        for (int c = 0; c < thresholds.length; c++) {
            Shapes.require(
                    thresholds[c] >= 0 && thresholds[c] <= NEVER_SURE,
                    "thresholds[" + c + "] is " + thresholds[c] + ", must be from 0 to " + NEVER_SURE);
        }
        this.draft = draft;
        this.verifier = verifier;
        this.thresholds = thresholds.clone();
    }

    private static void requireSame(String field, List<String> draft, List<String> verifier) {
        for (int i = 0; i < Math.min(draft.size(), verifier.size()); i++) {
            Shapes.require(
                    draft.get(i).equals(verifier.get(i)),
                    field + ": number " + (i + 1) + " of the draft is '" + draft.get(i) + "', of the verifier '"
                            + verifier.get(i) + "'");
        }
        Shapes.require(
                draft.size() == verifier.size(),
                field + ": the draft has " + draft.size() + ", the verifier " + verifier.size());
    }

    /** {@return the model that answers first} */
    public Elm draft() {
        return draft;
    }

    /** {@return the model that answers where the draft is not sure} */
    public Elm verifier() {
        return verifier;
    }

    /** {@return a copy of the least probability, per label, with which the draft is sure of it} */
    public float[] thresholds() {
        return thresholds.clone();
    }

    @Override
    public List<String> featureNames() {
        return draft.featureNames();
    }

    @Override
    public List<String> labels() {
        return draft.labels();
    }

    @Override
    public MissingValues missing() {
        return draft.missing();
    }

    @Override
    public double[] probabilities(float[] row) {
        double[] first = draft.probabilities(row);
        int top = Classifier.predicted(first);
        return first[top] >= thresholds[top] ? first : verifier.probabilities(row);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifiedDraft that
                && draft.equals(that.draft)
                && verifier.equals(that.verifier)
                && Arrays.equals(thresholds, that.thresholds);
    }

    @Override
    public int hashCode() {
        return 31 * verifier.hashCode() + Arrays.hashCode(thresholds);
    }
}
