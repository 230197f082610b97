package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.elm.Classifier;
import io.elmstream.elm.Samples;
import io.elmstream.elm.Trust;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.kernel.BatchScorer;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.Probabilities;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.Evaluation;
import io.elmstream.training.TrustEvaluation;
import io.elmstream.training.TrustTally;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Labelled rows of a file, scored with the kernel that is used in production.
 *
 * @param evaluation the quality of the predictions
 * @param verified the fraction of the rows that a verifier answered; empty if the model has none
 * @param trust how far the predictions were to be believed
 */
record ScoredRows(Evaluation evaluation, Optional<Double> verified, TrustEvaluation trust) {

    /**
     * A row that waits for its scores.
     *
     * @param number in the range, starting at 1
     * @param label index of its label
     * @param outOfRange how far it lies beyond the training rows
     */
    private record LabelledRow(long number, int label, float outOfRange) {}

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
        return of(classifier, Optional.empty(), rows, place);
    }

    /**
     * Does the same with the trust of the model.
     *
     * @param trust empty if it was not measured
     * @param place tells by the number of a row, from 1, where it is, for messages
     */
    static ScoredRows of(Classifier classifier, Optional<Trust> trust, Samples rows, LongFunction<String> place) {
        int classes = classifier.labels().size();
        Evaluation.Tally tally = new Evaluation.Tally(classifier.labels());
        TrustTally trusted = new TrustTally(trust, classes);
        BatchScorer<LabelledRow> scorer =
                new BatchScorer<>(classifier, ForwardPass.fastest(), (row, probabilities, at) -> {
                    if (!Probabilities.areSound(probabilities, at, classes)) {
                        throw unsound(place.apply(row.number()));
                    }
                    tally.add(row.label(), probabilities, at);
                    trusted.add(row.label(), probabilities, at, row.outOfRange());
                });
        long[] row = {0};
        rows.forEach((features, label) -> scorer.add(
                features,
                new LabelledRow(
                        ++row[0],
                        label,
                        trust.map(each -> each.range().beyond(features, 0)).orElse(0f))));
        scorer.finish();
        Optional<Double> verified = classifier instanceof VerifiedDraft && row[0] > 0
                ? Optional.of((double) scorer.verifiedRows() / row[0])
                : Optional.empty();
        return new ScoredRows(tally.evaluation(), verified, trusted.evaluation());
    }

    private static CommandFailure unsound(String place) {
        return new CommandFailure(
                "SCORING_FAILED",
                place + ": the model's outputs for it are not probabilities; a stream would write a dead letter"
                        + " SCORING_FAILED");
    }
}
