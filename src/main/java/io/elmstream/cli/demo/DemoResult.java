package io.elmstream.cli.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.elmstream.cli.demo.DemoChanges.RefusedModel;
import io.elmstream.cli.model.ChallengerResult;
import io.elmstream.testing.OutcomeAudit.Report;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the demo found; also its JSON.
 *
 * @param readings sent, corrupt ones included
 * @param predictions readings with a prediction
 * @param deadLetters readings with a dead letter
 * @param lost readings with neither
 * @param duplicated outcomes beyond the first of a reading
 * @param outOfOrder predictions behind one of a later reading of the same sensor
 * @param versions by version: how many predictions, and how good, 0 to 1
 * @param deadLettersByReason by reason
 * @param steps of the model's timeline, in the order of their revisions
 * @param comparison as {@code model compare} prints it, the last one before the challenger was promoted; empty if none
 *     came in time
 * @param refusedModels distinct model files that the governor refused
 * @param refused the refused one
 * @param rollback how soon the wrong version was gone
 * @param alertsRaised alerts raised
 * @param alertsCleared alerts cleared
 * @param seconds from the first reading sent to the last outcome received, without the time in which the feed held and
 *     all was answered
 * @param readingsPerSecond readings over seconds
 * @param latencyMillis from the producer's send to a read_committed consumer's receipt; empty at the highest rate,
 *     where it would only tell how long the queue was
 */
public record DemoResult(
        long readings,
        long predictions,
        long deadLetters,
        long lost,
        long duplicated,
        long outOfOrder,
        SortedMap<Integer, Version> versions,
        Map<String, Long> deadLettersByReason,
        List<DemoStep> steps,
        Optional<ChallengerResult> comparison,
        long refusedModels,
        RefusedModel refused,
        TakenBack.Times rollback,
        long alertsRaised,
        long alertsCleared,
        double seconds,
        double readingsPerSecond,
        Optional<Latency> latencyMillis) {

    /**
     * What one version did.
     *
     * @param predictions that name the version
     * @param accuracy the part of them that is right, 0 to 1
     * @param macroRecall the mean over the classes of the part of each that was found, 0 to 1
     */
    public record Version(long predictions, double accuracy, double macroRecall) {}

    /**
     * Latencies in milliseconds.
     *
     * @param p50 half of all were not slower
     * @param p99 99 of 100 were not slower
     */
    public record Latency(double p50, double p99) {}

    /** @param began when the demo began, in epoch milliseconds */
    static DemoResult of(
            Report report,
            DemoWatch.Seen seen,
            RefusedModel refused,
            TakenBack.Times rollback,
            long began,
            double seconds,
            Optional<Latency> latency) {
        SortedMap<Integer, Version> versions = new TreeMap<>();
        report.versions()
                .forEach((version, score) -> versions.put(
                        version,
                        new Version(
                                score.predictions(),
                                score.quality().map(q -> q.accuracy()).orElse(Double.NaN),
                                score.quality().map(q -> q.macroRecall()).orElse(Double.NaN))));
        return new DemoResult(
                report.readings(),
                report.predictions(),
                report.deadLetters(),
                report.lost(),
                report.duplicated(),
                report.outOfOrder(),
                versions,
                report.deadLettersByReason(),
                DemoStep.of(seen.timeline(), seen.revisions(), began),
                seen.comparison(),
                1,
                refused,
                rollback,
                seen.alertsRaised(),
                seen.alertsCleared(),
                seconds,
                report.readings() / seconds,
                latency);
    }

    @JsonIgnore
    boolean isClean() {
        return lost == 0 && duplicated == 0 && outOfOrder == 0;
    }
}
