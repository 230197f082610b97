package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.elm.Classifier;
import io.elmstream.elm.Samples;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.kernel.BatchScorer;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.Probabilities;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.Evaluation;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Labelled rows of a file, scored with the kernel that is used in production.
 *
 * @param evaluation the quality of the predictions
 * @param verified the fraction of the rows that a verifier answered; empty if the model has none
 */
record ScoredRows(Evaluation evaluation, Optional<Double> verified) {

    /** The number of a row in the range, starting at 1, and the index of its label. */
    private record LabelledRow(long number, int label) {}

    /** Scores rows that have the features and labels of a model, and no missing values that it refuses. */
    static ScoredRows of(Classifier classifier, TableSamples rows) {
        return of(classifier, rows, rows::place);
    }

    /**
     * Does the same.
     *
     * @param place tells by the number of a row, from 1, where it is, for messages
     */
    static ScoredRows of(Classifier classifier, Samples rows, LongFunction<String> place) {
        int classes = classifier.labels().size();
        Evaluation.Tally tally = new Evaluation.Tally(classifier.labels());
        BatchScorer<LabelledRow> scorer =
                new BatchScorer<>(classifier, ForwardPass.fastest(), (row, probabilities, at) -> {
                    if (!Probabilities.areSound(probabilities, at, classes)) {
                        throw unsound(place.apply(row.number()));
                    }
                    tally.add(row.label(), probabilities, at);
                });
        long[] row = {0};
        rows.forEach((features, label) -> scorer.add(features, new LabelledRow(++row[0], label)));
        scorer.finish();
        Optional<Double> verified = classifier instanceof VerifiedDraft && row[0] > 0
                ? Optional.of((double) scorer.verifiedRows() / row[0])
                : Optional.empty();
        return new ScoredRows(tally.evaluation(), verified);
    }

    private static CommandFailure unsound(String place) {
        return new CommandFailure(
                "SCORING_FAILED",
                place + ": the model's outputs for it are not probabilities; a stream would write a dead letter"
                        + " SCORING_FAILED");
    }
}
