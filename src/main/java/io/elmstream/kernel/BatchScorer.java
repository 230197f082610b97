package io.elmstream.kernel;

import io.elmstream.elm.Classifier;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores single rows in batches, for files and other uses without a stream. Not thread-safe.
 *
 * @param <T> the type of tags, for example labels
 */
public final class BatchScorer<T> {

    private static final int BATCH = 256;

    /**
     * Receives scored rows.
     *
     * @param <T> the type of tags
     */
    @FunctionalInterface
    public interface Scored<T> {
        /**
         * Receives the result of one row.
         *
         * @param tag of the row
         * @param probabilities row-major, one per class; valid during the call only
         * @param at where the row starts in {@code probabilities}
         */
        void scored(T tag, float[] probabilities, int at);
    }

    private final PackedClassifier model;
    private final ForwardPass forwardPass;
    private final Scored<T> target;
    private final Workspace workspace = new Workspace();
    private final float[] rows;
    private final float[] probabilities;
    private final boolean[] verified = new boolean[BATCH];
    private final List<T> tags = new ArrayList<>(BATCH);
    private long verifiedRows;

    /**
     * Creates a scorer without rows.
     *
     * @param classifier the model
     * @param forwardPass the form of the forward pass to use
     * @param target is called for each row, in order
     */
    public BatchScorer(Classifier classifier, ForwardPass forwardPass, Scored<T> target) {
        this.model = PackedClassifier.pack(classifier);
        this.forwardPass = forwardPass;
        this.target = target;
        this.rows = new float[BATCH * model.inputs()];
        this.probabilities = new float[BATCH * model.classes()];
    }

    /**
     * Adds a row.
     *
     * @param features one value per feature; copied
     * @param tag is passed to the target with the row's probabilities
     * @throws IllegalArgumentException if a feature is infinite, or missing where the model accepts no missing values
     */
    public void add(float[] features, T tag) {
        int unusable = model.firstUnusable(features, 0);
        if (unusable >= 0) {
            throw new IllegalArgumentException("feature " + (unusable + 1) + " is " + features[unusable]
                    + ", but the model accepts finite values" + (model.acceptsMissing() ? " or NaN" : " only"));
        }
        System.arraycopy(features, 0, rows, tags.size() * model.inputs(), model.inputs());
        tags.add(tag);
        if (tags.size() == BATCH) {
            finish();
        }
    }

    /** Scores the remaining rows. */
    public void finish() {
        model.score(forwardPass, rows, tags.size(), workspace, probabilities, verified);
        for (int i = 0; i < tags.size(); i++) {
            verifiedRows += verified[i] ? 1 : 0;
            target.scored(tags.get(i), probabilities, i * model.classes());
        }
        tags.clear();
    }

    /** {@return the number of rows scored so far that a verifier answered} */
    public long verifiedRows() {
        return verifiedRows;
    }
}
