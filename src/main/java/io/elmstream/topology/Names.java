package io.elmstream.topology;

import java.util.List;

/** The names of nodes and stores. A store's name is state: changing it loses the contents of the store. */
public final class Names {

    // inference
    /** The beginning of the request ids of the learner, before the version that it made. */
    public static final String LEARNER_REQUEST = "learner-";

    public static final String MODELS_SOURCE = "models-source";
    public static final String INDEX_MODELS = "index-models";
    public static final String MODELS_STORE = "models";
    public static final String READINGS_SOURCE = "readings-source";
    public static final String COMPLETE_READINGS = "complete-readings";
    public static final String NODE_STATE_STORE = "node-state";
    public static final String BATCH_AND_PREDICT = "batch-and-predict";
    public static final String MICRO_BATCH_STORE = "micro-batch";
    public static final String PREDICTIONS_SINK = "predictions-sink";
    public static final String SHADOW_PREDICTIONS_SINK = "shadow-predictions-sink";
    public static final String DEAD_LETTERS_SINK = "dead-letters-sink";
    public static final String DETECT_ALERTS = "detect-alerts";
    public static final String ALERT_STATE_STORE = "alert-state";
    public static final String SENSOR_STATE_STORE = "sensor-state";
    public static final String ALERTS_SINK = "alerts-sink";
    public static final String ALERT_CONTROL_SOURCE = "alert-control-source";
    public static final String CLEAR_ALERTS = "clear-alerts";

    // governor
    public static final String MODEL_CONTROL_SOURCE = "model-control-source";
    public static final String GOVERN_MODELS = "govern-models";
    public static final String MODEL_STATUS_SOURCE = "model-status-source";
    public static final String COMPARE_VERSIONS = "compare-versions";
    public static final String MODEL_QUALITY_SOURCE = "model-quality-source";
    public static final String WATCH_QUALITY = "watch-quality";
    public static final String MODEL_QUALITY_SINK = "model-quality-sink";
    public static final String GOVERNED_STORE = "governed";
    public static final String MODELS_SINK = "models-sink";
    public static final String MODEL_STATUS_SINK = "model-status-sink";

    // learner
    public static final String LEARNER_READINGS_SOURCE = "learner-readings-source";
    public static final String LABELS_SOURCE = "labels-source";
    public static final String READINGS_AND_LABELS = "readings-and-labels";
    public static final String MATCH_LABELS = "match-labels";
    public static final String LABEL_WINDOW_STORE = "label-window";
    public static final String LABELLED_ROWS = "labelled-rows";
    public static final String LEARN_MODELS = "learn-models";
    public static final String LEARNER_STATE_STORE = "learner-state";
    public static final String LEARNER_CONTROL_SINK = "learner-control-sink";
    public static final String LEARNER_STATUS_SINK = "learner-status-sink";

    private static final String GOVERNOR_OF = "governor-of-";
    private static final String LEARNER_OF = "learner-of-";

    /** The stores of states of sensors and of edge nodes, whose changelogs have as many partitions as the input. */
    public static final List<String> SENSOR_STORES = List.of(ALERT_STATE_STORE, SENSOR_STATE_STORE, NODE_STATE_STORE);

    private Names() {}

    /**
     * Returns the id of the governor's own Kafka Streams application, which runs beside an inference application. It
     * does not start with the id of the inference application, because Kafka's reset tool treats all internal topics
     * whose names start with an application id and a dash as topics of that application.
     */
    public static String governorOf(String applicationId) {
        return GOVERNOR_OF + applicationId;
    }

    /**
     * Returns the id that the governor had in earlier releases, which starts with the id of the inference application.
     */
    public static String olderGovernorOf(String applicationId) {
        return applicationId + "-governor";
    }

    /** Returns the id of the learner's own Kafka Streams application, which runs beside an inference application. */
    public static String learnerOf(String applicationId) {
        return LEARNER_OF + applicationId;
    }

    /** Returns whether this id of an inference application could be mistaken for the id of a governor or a learner. */
    public static boolean isReserved(String applicationId) {
        return List.of(GOVERNOR_OF, LEARNER_OF).stream()
                .anyMatch(prefix -> prefix.startsWith(applicationId + "-") || applicationId.startsWith(prefix));
    }

    /** Returns the changelog topic of a store, as Kafka Streams names it. */
    public static String changelogOf(String applicationId, String store) {
        return applicationId + "-" + store + "-changelog";
    }
}
