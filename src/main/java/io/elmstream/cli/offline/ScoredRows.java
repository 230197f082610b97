package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.data.CsvSamples;
import io.elmstream.elm.Classifier;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.kernel.BatchScorer;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.Probabilities;
import io.elmstream.training.Evaluation;
import java.util.Optional;

/**
 * Labelled rows of a file, scored with the kernel that is used in production.
 *
 * @param evaluation the quality of the predictions
 * @param verified the fraction of the rows that a verifier answered; empty if the model has none
 */
record ScoredRows(Evaluation evaluation, Optional<Double> verified) {

    /** The number of a row in the range, starting at 1, and the index of its label. */
    private record LabelledRow(long number, int label) {}

    /** Scores rows that have the features and labels of a model. */
    static ScoredRows of(Classifier classifier, CsvSamples rows) {
        int classes = classifier.labels().size();
        Evaluation.Tally tally = new Evaluation.Tally(classifier.labels());
        BatchScorer<LabelledRow> scorer =
                new BatchScorer<>(classifier, ForwardPass.fastest(), (row, probabilities, at) -> {
                    requireSound(row, probabilities, at, classes);
                    tally.add(row.label(), probabilities, at);
                });
        long[] row = {0};
        rows.forEach((features, label) -> add(scorer, features, new LabelledRow(++row[0], label)));
        scorer.finish();
        Optional<Double> verified = classifier instanceof VerifiedDraft && row[0] > 0
                ? Optional.of((double) scorer.verifiedRows() / row[0])
                : Optional.empty();
        return new ScoredRows(tally.evaluation(), verified);
    }

    private static void add(BatchScorer<LabelledRow> scorer, float[] features, LabelledRow row) {
        try {
            scorer.add(features, row);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("BAD_DATA", "row " + row.number() + " of the range: " + e.getMessage(), "--data");
        }
    }

    private static void requireSound(LabelledRow row, float[] probabilities, int at, int classes) {
        if (!Probabilities.areSound(probabilities, at, classes)) {
            throw new CommandFailure(
                    "SCORING_FAILED",
                    "row " + row.number() + " of the range: the model's outputs for it are not"
                            + " probabilities; a stream would write a dead letter SCORING_FAILED",
                    "--model");
        }
    }
}
