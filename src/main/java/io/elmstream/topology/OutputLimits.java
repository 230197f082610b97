package io.elmstream.topology;

import java.time.Duration;

/**
 * The limits of the output topics.
 *
 * @param predictions for predictions
 * @param shadowPredictions for predictions of challengers in shadow mode
 * @param alerts for alerts, and for the timestamps in the changelog of the alert states
 * @param deadLetters for dead letters
 * @param modelStatus for reports of instances, and for the governor's answers and comparisons
 * @param activity for reports of what instances do
 */
public record OutputLimits(
        OutputLimit predictions,
        OutputLimit shadowPredictions,
        OutputLimit alerts,
        OutputLimit deadLetters,
        OutputLimit modelStatus,
        OutputLimit activity) {

    /** The default of the broker for timestamps in the future, which Kafka Streams keeps for its changelogs. */
    private static final Duration CHANGELOG_FUTURE = Duration.ofMinutes(59);

    public OutputLimits {
        alerts = alerts.withFuture(CHANGELOG_FUTURE);
    }

    /** Returns the limits of topics with Kafka's defaults, which accept any timestamp. */
    public static OutputLimits standard(int maxDeadLetterBytes) {
        OutputLimit usual = OutputLimit.ofBytes(1 << 20);
        return new OutputLimits(usual, usual, usual, OutputLimit.ofBytes(maxDeadLetterBytes), usual, usual);
    }
}
