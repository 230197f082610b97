package io.elmstream.cli.demo;

import io.elmstream.wire.avro.Prediction;
import java.util.Optional;

/**
 * Measures how soon a step that is rolled back disappears from the predictions. It receives every prediction, beginning
 * before the command is sent. Thread-safe.
 */
public final class RollbackTiming {

    /**
     * The measurement; also its JSON. Both times run from the moment before the command is sent to the receipt by a
     * read_committed consumer.
     *
     * @param version version that the step had activated
     * @param revision revision of the step
     * @param firstWithoutMillis time to the first prediction to which the step would have applied, and another one did;
     *     empty if there is none
     * @param lastWithMillis time to the last prediction that names the step; empty if there was none after the command
     */
    public record Times(
            int version, long revision, Optional<Double> firstWithoutMillis, Optional<Double> lastWithMillis) {}

    private final int version;
    private final long revision;
    private final long effectiveFrom;
    private final long commandAt;
    private Optional<Double> firstWithout = Optional.empty();
    private Optional<Double> lastWith = Optional.empty();

    /**
     * @param version version that the step activated
     * @param revision revision of the step
     * @param effectiveFrom effective time of the step, in epoch milliseconds
     * @param commandAt when the command is sent, on the clock of {@link System#nanoTime()}
     */
    RollbackTiming(int version, long revision, long effectiveFrom, long commandAt) {
        this.version = version;
        this.revision = revision;
        this.effectiveFrom = effectiveFrom;
        this.commandAt = commandAt;
    }

    /** @param at when it was received, on the clock of {@link System#nanoTime()} */
    synchronized void received(Prediction prediction, long at) {
        double millis = (at - commandAt) / 1e6;
        if (prediction.getRevision() == revision) {
            lastWith = Optional.of(millis);
        } else if (firstWithout.isEmpty() && prediction.getEventTime().toEpochMilli() >= effectiveFrom) {
            firstWithout = Optional.of(millis);
        }
    }

    synchronized Times times() {
        return new Times(version, revision, firstWithout, lastWith);
    }
}
