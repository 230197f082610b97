package io.elmstream.topology;

/** The metrics of Elmstream: their names, what they mean, and when to look into them. */
public enum OwnMetric {
    // what tasks of inference do
    READINGS_IN_BATCHES(
            Group.INFERENCE,
            "readings-in-batches-total",
            "readings that left in micro-batches",
            "it stays constant while readings arrive"),
    BATCHES(
            Group.INFERENCE,
            "batches-total",
            "micro-batches, by what completed them (`trigger`)",
            "nearly all have the trigger `commit`: `commit.interval.ms` is shorter than the time to" + " fill a batch"),
    BATCH_SIZE(
            Group.INFERENCE,
            "batch-size-avg",
            "readings in a micro-batch",
            "it is near 1 under load: `batch.linger.ms` is too short"),
    OLDEST_WAITED_AVG(
            Group.INFERENCE, "oldest-waited-ms-avg", "average wait of the oldest reading of a micro-batch", ""),
    OLDEST_WAITED_MAX(
            Group.INFERENCE,
            "oldest-waited-ms-max",
            "how long the oldest reading of a micro-batch waited at most",
            "it is far above `batch.linger.ms`: stream threads are busy or get too little CPU"),
    SWAPS(Group.INFERENCE, "swaps-total", "changes of models that a task took over", ""),
    SWAP_TIME(
            Group.INFERENCE,
            "swap-ns-total",
            "time from when a task sees a change of models until it scores with them",
            "divided by swaps it is near the linger: micro-batches that have to leave first are slow"),
    SWAP_TIME_MAX(
            Group.INFERENCE,
            "swap-ns-max",
            "the longest time from when a task sees a change of models until it scores with them",
            ""),
    DEAD_LETTERS(
            Group.INFERENCE,
            "dead-letters-total",
            "dead letters, by `reason`",
            "it grows; the reason tells where the fault is"),
    LATE_READINGS(
            Group.INFERENCE,
            "late-readings-total",
            "readings that waited for a version to be loaded",
            "it grows as fast as readings arrive: event times are spread over many versions"),
    VERSIONS_WAITED(
            Group.INFERENCE,
            "versions-waited-ms-total",
            "how long micro-batches waited for versions",
            "it grows by a second per second: see [late readings](performance.md#late-readings)"),
    VERSIONS_WAITED_MAX(
            Group.INFERENCE, "versions-waited-ms-max", "how long a micro-batch waited for versions at most", ""),
    CACHE_LOOKUPS(Group.INFERENCE, "cache-lookups-total", "readings looked up in the [cache](inference.md#cache)", ""),
    CACHE_HITS(
            Group.INFERENCE,
            "cache-hits-total",
            "readings answered from the cache",
            "divided by lookups it is small: readings do not repeat, so set no `cache.max.bytes`"),
    CACHE_SAVED(
            Group.INFERENCE,
            "cache-saved-ns-total",
            "time that readings answered from the cache would have taken to score",
            ""),
    CACHE_SPENT(Group.INFERENCE, "cache-spent-ns-total", "time for the cache", "it is more than what was saved"),
    ALERT_STATES(
            Group.INFERENCE,
            "alert-states",
            "sensors with hits or an active alert, by task",
            "it approaches `alerts.max.states`"),
    ALERT_STATES_EXPIRED(
            Group.INFERENCE,
            "alert-states-expired-total",
            "alert states that expired after `alerts.state.ttl.hours`",
            ""),
    ALERT_STATES_EVICTED(
            Group.INFERENCE,
            "alert-states-evicted-total",
            "alert states evicted because there were more than `alerts.max.states`",
            "it grows: see [alert state](#alert-state)"),

    // what an instance does
    HEALTH(
            Group.INSTANCE,
            "elmstream_health_status",
            "1 for the present `status` of the instance, up, waiting, stalled or down, as in"
                    + " [`/health`](#health), 0 for the others",
            "it is 1 for stalled or down"),
    OLDEST_UNANSWERED(
            Group.INSTANCE,
            "elmstream_partition_oldest_unanswered_seconds",
            "lag as time: how long the oldest record that is not answered has waited, at least, by `topic` and"
                    + " `partition`",
            "it grows"),
    LAG(
            Group.INSTANCE,
            "elmstream_partition_lag_records",
            "records that are not committed, by `topic` and `partition` of this instance's tasks",
            "it grows"),
    STALLED(
            Group.INSTANCE,
            "elmstream_partition_stalled",
            "1 if the task of the partition makes no progress although it has records to read",
            "it is 1 for longer than a minute"),
    REPORTED(
            Group.INSTANCE,
            "elmstream_reported_timestamp_seconds",
            "when the instance's last report reached `model-status`, in seconds since 1970; 0 if none has",
            "it is a minute ago"),
    LATENCY(
            Group.INSTANCE,
            "elmstream_prediction_latency_seconds",
            "time from the timestamp of a reading's record to its prediction, without the wait for"
                    + " the commit (a histogram)",
            "quantiles grow: readings wait, in the topic or on the way to it"),
    ALERTS_RAISED(Group.INSTANCE, "elmstream_alerts_raised_total", "alerts that were raised", ""),
    ALERTS_CLEARED(Group.INSTANCE, "elmstream_alerts_cleared_total", "alerts that were cleared", ""),
    ALERTS_STANDING(
            Group.INSTANCE,
            "elmstream_alerts_standing",
            "sensors in alert, once for each model or rule, on the partitions of this instance",
            ""),
    READINGS_LOST(
            Group.INSTANCE,
            "elmstream_readings_lost_total",
            "readings that retention deleted before this instance could read them",
            "it is not 0: see [lost readings](#readings-deleted-before-they-were-read)"),
    BUILD(Group.INSTANCE, "elmstream_build_info", "1, with the versions of Elmstream, Kafka's client and Java", ""),

    // models
    CHAMPION(
            Group.MODELS,
            "elmstream_model_champion",
            "the version that scores current readings, by `model`; 0 if there is none",
            "instances differ for longer than a moment"),
    REVISION(
            Group.MODELS,
            "elmstream_model_revision",
            "revision of the timeline that this instance knows, by `model`",
            "instances differ for longer than a moment"),
    FAILED_VERSIONS(
            Group.MODELS,
            "elmstream_model_failed_versions",
            "versions that cannot serve on this instance, by `model`",
            "it is not 0; `/health` has the reason"),
    UNDER_OLDER_REVISION(
            Group.MODELS,
            "elmstream_model_under_older_revision_total",
            "predictions by `model` that were made before this instance knew the timeline step for"
                    + " their event time; never too high",
            "it grows: commits or fetches are slow, see [differences in a" + " replay](#reprocess-all-readings)"),
    PREDICTIONS(
            Group.MODELS,
            "elmstream_model_predictions_total",
            "predictions by `model` and `version` since the process started",
            "the champion's stays constant while readings arrive"),
    ABSTAINED(
            Group.MODELS,
            "elmstream_model_abstained_total",
            "predictions by `model` and `version` that were [too unsure](trust.md) to be used",
            "divided by predictions it is well above what `evaluate` printed: readings have changed"),
    LABELLED(
            Group.MODELS,
            "elmstream_model_labelled_total",
            "predictions by `model` and `version` whose true class is known",
            ""),
    CORRECT(
            Group.MODELS,
            "elmstream_model_correct_total",
            "labelled predictions that are correct, by `model` and `version`",
            "divided by labelled, it falls: the accuracy of the champion"),
    VERIFIED(
            Group.MODELS,
            "elmstream_model_verified_total",
            "predictions by `model` and `version` that [the verifier of a"
                    + " draft](models.md#when-to-draft-and-verify) answered",
            "divided by predictions it is well above the share that `model draft` printed: readings"
                    + " have changed, or the draft is too small"),
    SCORED_ROWS(
            Group.MODELS,
            "elmstream_model_scored_rows_total",
            "rows that were scored by `model` and `version`, also those of challengers in shadow",
            ""),
    SCORING_TIME(
            Group.MODELS,
            "elmstream_model_scoring_seconds_total",
            "time for scoring rows, by `model` and `version`",
            "divided by scored rows, which is the time for a reading, it grows: batches are small,"
                    + " or the machine is busy"),
    LOAD_TIME(
            Group.MODELS,
            "elmstream_model_load_seconds",
            "how long it took to prepare a version, by `model` and `version`; 0 if it was loaded for"
                    + " a late reading",
            ""),
    RESIDENT_BYTES_OF_VERSION(
            Group.MODELS,
            "elmstream_model_resident_bytes",
            "memory of a version, by `model` and `version`; 0 if it is not in memory",
            ""),
    MODELS_LEFT_OUT(
            Group.MODELS,
            "elmstream_models_left_out",
            "models without series on this instance, because there are too many",
            "it is not 0: only the first 100 models by name have series; `/health` and `model" + " status` show all"),
    RESIDENT_BYTES(
            Group.MODELS,
            "elmstream_models_resident_bytes",
            "size of the versions in memory",
            "it does not return to its previous level after a model change"),
    RESIDENT_VERSIONS(Group.MODELS, "elmstream_models_resident_versions", "versions in memory", ""),
    LOADS(
            Group.MODELS,
            "elmstream_models_loads_total",
            "versions loaded for late readings",
            "it grows steadily: `models.cache.bytes` is too small for the lateness of your readings"),

    // challengers
    COMPARED(
            Group.CHALLENGERS,
            "elmstream_challenger_compared_total",
            "readings scored by both champion and challenger, by `model`",
            ""),
    AGREED(
            Group.CHALLENGERS,
            "elmstream_challenger_agreed_total",
            "compared readings for which both predicted the same class",
            ""),
    DISAGREED(
            Group.CHALLENGERS,
            "elmstream_challenger_disagreed_total",
            "compared readings with different classes, by `champion` and `challenger`; the 20 most frequent pairs",
            "one pair stands out"),
    CHALLENGER_ERRORS(
            Group.CHALLENGERS,
            "elmstream_challenger_errors_total",
            "readings that the challenger could not score",
            "it grows: roll the challenger back"),
    CHALLENGER_LABELLED(
            Group.CHALLENGERS,
            "elmstream_challenger_labelled_total",
            "compared readings whose true class is known",
            ""),
    CHALLENGER_CORRECT(
            Group.CHALLENGERS,
            "elmstream_challenger_correct_total",
            "labelled compared readings that the challenger got right",
            "it falls behind those of the champion"),
    CHAMPION_CORRECT(
            Group.CHALLENGERS,
            "elmstream_challenger_champion_correct_total",
            "labelled compared readings that the champion got right",
            ""),

    // requests over HTTP
    REQUESTS(
            Group.REQUESTS,
            "elmstream_http_requests_seconds",
            "[requests](inference.md#real-time) by `status`, and the time from the end of a request"
                    + " to its answer (a histogram)",
            "429 or 503 grow: more requests than the instance may answer at a time; 500 grows: the"
                    + " log has the cause"),
    REQUEST_ROWS(Group.REQUESTS, "elmstream_http_rows_total", "rows scored for requests", ""),
    REQUEST_BATCHES(
            Group.REQUESTS,
            "elmstream_http_batches_total",
            "micro-batches of requests",
            "rows divided by batches grows: requests arrive faster than they are answered one by one"),
    REQUEST_LOOKUPS(
            Group.REQUESTS, "elmstream_http_cache_lookups_total", "rows of requests looked up in the cache", ""),
    REQUEST_HITS(Group.REQUESTS, "elmstream_http_cache_hits_total", "rows of requests answered from the cache", ""),
    REQUEST_SAVED(
            Group.REQUESTS,
            "elmstream_http_cache_saved_seconds_total",
            "time that rows of requests answered from the cache would have taken to score",
            ""),
    REQUEST_SPENT(
            Group.REQUESTS,
            "elmstream_http_cache_spent_seconds_total",
            "time for the cache of requests",
            "it is more than what was saved"),

    // Sparkplug B
    RECORDS_WITHOUT_READINGS(
            Group.SPARKPLUG,
            "records-without-readings-total",
            "records of Sparkplug B that are no readings, by `kind`",
            ""),
    NODE_MESSAGES_MISSING(
            Group.SPARKPLUG,
            "node-messages-missing-total",
            "messages of edge nodes that are missing, by their sequence numbers",
            "it grows: values may be out of date"),
    NODE_STATES(Group.SPARKPLUG, "node-states", "edge nodes and devices whose metrics are remembered", ""),
    NODE_STATES_EVICTED(
            Group.SPARKPLUG,
            "node-states-evicted-total",
            "edge nodes and devices that were forgotten because there were too many",
            "it grows: use more partitions"),

    // the governor
    DRIFTS(
            Group.GOVERNOR,
            "drifts-found-total",
            "drifts of versions that were found, by `signal`",
            "it grows: see [quality](quality.md)"),

    // the learner
    LEARNT_ROWS(
            Group.LEARNER,
            "learnt-rows-total",
            "labelled rows that were learnt",
            "it stays constant while labels arrive: the model is not [switched on](learning.md#switching-it-on), or"
                    + " labels find no reading"),
    LEFT_OUT_ROWS(
            Group.LEARNER,
            "left-out-rows-total",
            "labelled rows that no model could learn",
            "it grows: the log names sensor, label and the known labels of one a minute"),
    SOLUTIONS(Group.LEARNER, "solutions-total", "solutions for output weights", ""),
    PROPOSED_VERSIONS(
            Group.LEARNER,
            "proposed-versions-total",
            "versions that the learner proposed",
            "it grows, but the champion stays: `model history` says why they were rolled back"),
    LEARNER_ACCURACY(
            Group.LEARNER,
            "learner-accuracy-ratio",
            "share of recent rows, by `model`, that what was learnt predicted right before it learnt them, at the last"
                    + " solution; NaN while it is not known",
            "it falls below that of the champion: labels are wrong or late"),
    LEARNER_CHAMPION_ACCURACY(
            Group.LEARNER,
            "learner-champion-accuracy-ratio",
            "share of the same rows, by `model`, that the champion predicted right",
            "it falls: readings have changed"),
    LABELS_JOINED(
            Group.LEARNER,
            "labels-joined-total",
            "labels from the topic of labels that [found their reading](learning.md#what-becomes-of-a-label)",
            "it is small beside the other outcomes"),
    LABELS_DOUBLED(Group.LEARNER, "labels-doubled-total", "labels that their reading had already", ""),
    LABELS_CONTRADICTORY(
            Group.LEARNER,
            "labels-contradictory-total",
            "labels whose reading has another one, which stays",
            "it grows: the log names both labels of one a minute"),
    LABELS_LATE(
            Group.LEARNER,
            "labels-late-total",
            "labels whose event time is before the window",
            "it grows: increase `learn.label.window.ms`"),
    LABELS_UNMATCHED(
            Group.LEARNER,
            "labels-unmatched-total",
            "labels that found no reading within the window",
            "it grows: keys or times differ from those of the readings, or the model does not learn"),
    LABELS_DISPLACED(
            Group.LEARNER,
            "labels-displaced-total",
            "labels that were given up because there were more than `learn.label.max.waiting`",
            "it grows: labels arrive long before their readings, or for none"),
    LABELS_INVALID(
            Group.LEARNER,
            "labels-invalid-total",
            "records that are no labels",
            "it grows: the log has place, field and value of one a minute"),
    LABELS_WAITING(
            Group.LEARNER,
            "labels-waiting",
            "labels that wait for their readings",
            "it stays high: readings come late, or never"),
    READINGS_WAITING(
            Group.LEARNER,
            "readings-waiting",
            "readings that are kept for labels",
            "it is at `learn.label.max.waiting`"),
    READINGS_DISPLACED(
            Group.LEARNER,
            "readings-displaced-total",
            "readings without a label that were given up because there were more than `learn.label.max.waiting`",
            "it grows: increase `learn.label.max.waiting`; their labels will be unmatched");

    /** Where metrics come from. */
    public enum Group {
        /** Tasks of inference. */
        INFERENCE("Tasks of inference, each with the tags `application` and `task_id`:"),
        /** An instance. */
        INSTANCE("The instance:"),
        /** Models on an instance. */
        MODELS("Models on the instance. At most 100 models have series, and of each the champion and the latest 20"
                + " other versions:"),
        /** Comparisons on an instance. */
        CHALLENGERS("Challengers on the instance, while there is one:"),
        /** Single requests. */
        REQUESTS("Requests over HTTP, where `serve.port` is set:"),
        /** Completion of records. */
        SPARKPLUG("Tasks of inference with a mapping of [Sparkplug B](readings.md#sparkplug-b):"),
        /** The governor. */
        GOVERNOR("The instance that governs, with `quality.enabled`:"),
        /** The learner. */
        LEARNER("Tasks of [the learner](#the-learner), where `learn.enabled` is true. At most 100 models of a task have"
                + " series of their own:");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        /** Returns what a page says of the group. */
        public String title() {
            return title;
        }

        /** Returns whether its metrics are among those of Kafka Streams. */
        public boolean isOfTasks() {
            return this == INFERENCE || this == SPARKPLUG || this == GOVERNOR || this == LEARNER;
        }
    }

    private static final String TOTAL = "_total";

    private final Group group;
    private final String name;
    private final String meaning;
    private final String watch;

    OwnMetric(Group group, String name, String meaning, String watch) {
        this.group = group;
        this.name = name;
        this.meaning = meaning;
        this.watch = watch;
    }

    /** Returns where it comes from. */
    public Group group() {
        return group;
    }

    /** Returns its name: within the metrics of Kafka Streams for those of tasks, else as it is exported. */
    public String metricName() {
        return name;
    }

    /** Returns its name without what is added to counters when they are exported. */
    public String family() {
        return name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name;
    }

    /** Returns what it means, in Markdown. */
    public String meaning() {
        return meaning;
    }

    /** Returns what it means, as plain text. */
    public String help() {
        return meaning.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").replace("`", "");
    }

    /** Returns when to look into it, in Markdown; empty if never for itself. */
    public String watch() {
        return watch;
    }
}
