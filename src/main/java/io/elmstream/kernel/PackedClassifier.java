package io.elmstream.kernel;

import io.elmstream.elm.Classifier;
import io.elmstream.elm.Elm;
import io.elmstream.elm.VerifiedDraft;
import java.util.Arrays;
import java.util.Optional;

/**
 * A {@link Classifier} in the layout for scoring, immutable and shared by all threads: one packed model, or a draft
 * with its verifier. The rows of which the draft is not sure are gathered into a second, dense batch, so the verifier
 * costs nothing for the others.
 */
public final class PackedClassifier {

    private record Verifier(PackedModel model, float[] thresholds) {}

    private final PackedModel first;
    private final Optional<Verifier> verifier;

    private PackedClassifier(PackedModel first, Optional<Verifier> verifier) {
        this.first = first;
        this.verifier = verifier;
    }

    /**
     * Converts a classifier to the layout for scoring.
     *
     * @param classifier one ELM, or a draft with its verifier
     * @return its models in the layouts that the forward passes read
     */
    public static PackedClassifier pack(Classifier classifier) {
        if (classifier instanceof VerifiedDraft pair) {
            Verifier verifier = new Verifier(PackedModel.pack(pair.verifier()), pair.thresholds());
            return new PackedClassifier(PackedModel.pack(pair.draft()), Optional.of(verifier));
        }
        return new PackedClassifier(PackedModel.pack((Elm) classifier), Optional.empty());
    }

    /** {@return the memory of the layouts, in bytes} */
    public int bytes() {
        long bytes = (long) first.bytes()
                + verifier.map(Verifier::model).map(PackedModel::bytes).orElse(0);
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    /** {@return the number of features of a row} */
    public int inputs() {
        return first.inputs();
    }

    /** {@return the number of classes} */
    public int classes() {
        return first.classes();
    }

    /** {@return whether NaN is scored as the feature's mean; otherwise rows must not contain it} */
    public boolean acceptsMissing() {
        return first.acceptsMissing();
    }

    /**
     * Finds a feature that cannot be scored: one that is infinite, or NaN if no missing values are accepted.
     *
     * @param rows rows of features, row-major
     * @param at where the row starts in {@code rows}
     * @return the index of the row's first such feature, or -1 if there is none
     */
    public int firstUnusable(float[] rows, int at) {
        return first.firstUnusable(rows, at);
    }

    /**
     * Computes the class probabilities of {@code count} rows. A row's probabilities, and which model computes them,
     * depend on the models and the row alone, to the bit.
     *
     * @param pass the form of the forward pass to use
     * @param rows row-major count x inputs, as {@link ForwardPass#score} takes them
     * @param count the number of rows, 0 or more
     * @param workspace of the caller; grows if necessary, otherwise nothing is allocated
     * @param probabilities receives the result, row-major count x classes; may be longer
     * @param verified receives, per row, whether the verifier answered it; may be longer
     * @throws IndexOutOfBoundsException if an array is too short
     */
    public void score(
            ForwardPass pass, float[] rows, int count, Workspace workspace, float[] probabilities, boolean[] verified) {
        pass.score(first, rows, count, workspace, probabilities);
        Arrays.fill(verified, 0, count, false);
        if (verifier.isPresent()) {
            verify(verifier.get(), pass, rows, count, workspace, probabilities, verified);
        }
    }

    private void verify(
            Verifier by,
            ForwardPass pass,
            float[] rows,
            int count,
            Workspace workspace,
            float[] probabilities,
            boolean[] verified) {
        int inputs = inputs();
        int classes = classes();
        int[] unsure = workspace.unsure(count);
        float[] gathered = workspace.unsureRows(count * inputs);
        int found = 0;
        for (int row = 0; row < count; row++) {
            if (!isSure(probabilities, row * classes, by.thresholds())) {
                System.arraycopy(rows, row * inputs, gathered, found * inputs, inputs);
                unsure[found++] = row;
            }
        }
        float[] answers = workspace.verified(found * classes);
        pass.score(by.model(), gathered, found, workspace, answers);
        for (int i = 0; i < found; i++) {
            System.arraycopy(answers, i * classes, probabilities, unsure[i] * classes, classes);
            verified[unsure[i]] = true;
        }
    }

    /** Returns whether the first largest probability reaches its threshold; false if it is not a number. */
    private static boolean isSure(float[] probabilities, int at, float[] thresholds) {
        int top = Probabilities.predicted(probabilities, at, thresholds.length);
        return probabilities[at + top] >= thresholds[top];
    }
}
