package io.elmstream.topology;

/**
 * The names of the topics, by role.
 *
 * @param readings sensor readings, the input
 * @param predictions one for each reading that could be scored
 * @param shadowPredictions predictions of challengers in shadow mode, kept apart from the predictions
 * @param alerts changes of the alert state of a sensor
 * @param deadLetters readings that could not be scored
 * @param modelControl commands to the governor
 * @param models models and timelines that the governor accepted; compacted, one partition
 * @param modelStatus the governor's answers, the reports of instances, and comparisons
 * @param labels true classes of readings, sent after them; exists only where models learn
 * @param modelQuality what instances count of the readings of each version, and what follows from it
 * @param activity what instances do, for the live page; exists only where that is enabled
 * @param alertControl commands about alerts; exists only where these are accepted
 */
public record Topics(
        String readings,
        String predictions,
        String shadowPredictions,
        String alerts,
        String deadLetters,
        String modelControl,
        String models,
        String modelStatus,
        String labels,
        String modelQuality,
        String activity,
        String alertControl) {

    /** Returns the default names. */
    public static Topics standard() {
        return new Topics(
                "sensor-readings",
                "predictions",
                "shadow-predictions",
                "alerts",
                "dead-letters",
                "model-control",
                "models",
                "model-status",
                "labels",
                "model-quality",
                "activity",
                "alert-control");
    }
}
