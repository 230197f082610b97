package io.elmstream.topology;

/**
 * The topics, by role.
 *
 * @param readings sensor readings in
 * @param predictions one for each reading that could be scored
 * @param shadowPredictions what challengers in shadow say, beside the predictions
 * @param alerts changes of a sensor's state of alert
 * @param deadLetters readings that could not be scored
 * @param modelControl commands to the governor
 * @param models what the governor accepted; compacted, one partition
 * @param modelStatus the governor's answers, what instances report, and comparisons
 */
public record Topics(
        String readings,
        String predictions,
        String shadowPredictions,
        String alerts,
        String deadLetters,
        String modelControl,
        String models,
        String modelStatus) {

    /** The names that are used when nothing else is configured. */
    public static Topics standard() {
        return new Topics(
                "sensor-readings",
                "predictions",
                "shadow-predictions",
                "alerts",
                "dead-letters",
                "model-control",
                "models",
                "model-status");
    }
}
