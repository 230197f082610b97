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
 * The result of the demo; also its JSON.
 *
 * @param readings number of readings sent, corrupt ones included
 * @param predictions number of readings with a prediction
 * @param deadLetters number of readings with a dead letter
 * @param lost number of readings with neither
 * @param duplicated number of outcomes beyond the first of a reading
 * @param outOfOrder number of predictions that arrived after one of a later reading of the same sensor
 * @param versions number and quality of the predictions by version
 * @param deadLettersByReason number of dead letters by reason
 * @param steps steps of the model's timeline, by ascending revision
 * @param comparison last comparison before the challenger was promoted, as printed by {@code model compare}; empty if
 *     none arrived in time
 * @param refusedModels number of distinct model files that the governor rejected
 * @param refused the rejected model file
 * @param rollback how soon the wrong version was rolled back
 * @param alertsRaised number of alerts raised
 * @param alertsCleared number of alerts cleared
 * @param seconds time from the first reading sent to the last outcome received, without the time in which the feed was
 *     paused and all readings were answered
 * @param readingsPerSecond readings divided by seconds
 * @param latencyMillis time from the producer's send to the receipt by a read_committed consumer; empty at the highest
 *     rate, where it would only measure the length of the queue
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
        RollbackTiming.Times rollback,
        long alertsRaised,
        long alertsCleared,
        double seconds,
        double readingsPerSecond,
        Optional<Latency> latencyMillis) {

    /**
     * The predictions of one version.
     *
     * @param predictions number of predictions by the version
     * @param accuracy fraction of them that is correct, 0 to 1
     * @param macroRecall mean recall of the classes, 0 to 1
     */
    public record Version(long predictions, double accuracy, double macroRecall) {}

    /**
     * Latencies in milliseconds.
     *
     * @param p50 50th percentile
     * @param p99 99th percentile
     */
    public record Latency(double p50, double p99) {}

    /** @param began start of the demo, in epoch milliseconds */
    static DemoResult of(
            Report report,
            DemoWatch.Seen seen,
            RefusedModel refused,
            RollbackTiming.Times rollback,
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
