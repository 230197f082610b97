package io.elmstream.topology;

import java.time.Duration;

/**
 * What the topics take that are written to.
 *
 * @param predictions for predictions
 * @param shadowPredictions for what challengers in shadow say
 * @param alerts for alerts, and for the times in the changelog of their states
 * @param deadLetters for dead letters
 * @param modelStatus for what instances report, and for the governor's answers and comparisons
 */
public record OutputLimits(
        OutputLimit predictions,
        OutputLimit shadowPredictions,
        OutputLimit alerts,
        OutputLimit deadLetters,
        OutputLimit modelStatus) {

    /**
     * Kafka Streams makes the changelog with the broker's own bound for timestamps in the future, and this is Kafka's
     * default.
     */
    private static final Duration CHANGELOG_FUTURE = Duration.ofMinutes(59);

    public OutputLimits {
        alerts = alerts.withFuture(CHANGELOG_FUTURE);
    }

    /** As much as Kafka takes by default, with any timestamp. */
    public static OutputLimits standard(int maxDeadLetterBytes) {
        OutputLimit usual = OutputLimit.ofBytes(1 << 20);
        return new OutputLimits(usual, usual, usual, OutputLimit.ofBytes(maxDeadLetterBytes), usual);
    }
}
