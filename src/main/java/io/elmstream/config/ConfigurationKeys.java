package io.elmstream.config;

import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.DOUBLE;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.elmstream.alert.AlertRule;
import io.elmstream.batch.BatchPolicy;
import io.elmstream.governor.Governor;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.topology.TopicRole;
import io.elmstream.topology.Topics;
import io.elmstream.topology.inference.AlertSettings;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.topology.learning.LearningSettings;
import io.elmstream.training.OnlinePlan;
import io.elmstream.wire.OutputFormat;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the configuration, each with its type, default, allowed values and effect. The table in
 * docs/configuration.md is generated from this class.
 */
public final class ConfigurationKeys {

    static final String APPLICATION_ID = "application.id";
    static final String INSTANCE_ID = "instance.id";
    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    static final String REGISTRY_URL = "registry.url";
    static final String REGISTRY_WAIT = "registry.wait";
    static final String READINGS = "readings";
    private static final String TOPICS = "topics.";
    static final String CREATE_TOPICS = TOPICS + "create";
    static final String BATCH_MAX_SIZE = "batch.max.size";
    static final String BATCH_LINGER = "batch.linger.ms";
    static final String MODELS_DEFAULT = "models.default";
    static final String MODELS_REQUIRED = "models.required";
    static final String MODELS_CACHE = "models.cache.bytes";
    static final String CACHE_BYTES = "cache.max.bytes";
    static final String CACHE_ROUNDING = "cache.rounding";
    static final String PREDICTIONS_FORMAT = "predictions.format";
    static final String CLOUDEVENTS = "predictions.cloudevents";
    static final String CLOUDEVENTS_SOURCE = "predictions.cloudevents.source";
    static final String SHADOW_PUBLISH = "shadow.publish";
    /** The classes that count towards an alert. */
    public static final String ALERTS_LABELS = "alerts.labels";

    static final String ALERTS_N = "alerts.n";
    static final String ALERTS_M = "alerts.m";
    static final String ALERTS_MIN_CONFIDENCE = "alerts.min.confidence";
    static final String ALERTS_STATE_TTL = "alerts.state.ttl.hours";
    static final String ALERTS_MAX_STATES = "alerts.max.states";
    /** Whether commands clear alerts. */
    public static final String ALERTS_CLEAR = "alerts.clear.enabled";

    static final String RULES_ENABLED = "rules.enabled";
    static final String PROFILE = "profile";
    static final String GUARANTEE = "guarantee";
    static final String THREADS = "threads";
    static final String COMMIT_INTERVAL = "commit.interval.ms";
    static final String PRODUCER_LINGER = "producer.linger.ms";
    static final String POLL = "poll.ms";
    static final String COMPRESSION = "producer.compression";
    public static final String STATE_DIR = "state.dir";
    static final String LOG_FORMAT = "log.format";
    static final String HTTP_HOST = "http.host";
    public static final String HTTP_PORT = "http.port";
    static final String SERVE_HOST = "serve.host";
    public static final String SERVE_PORT = "serve.port";
    static final String SERVE_TOKEN = "serve.token";
    static final String SERVE_KEYSTORE = "serve.tls.keystore";
    static final String SERVE_KEYSTORE_PASSWORD = "serve.tls.keystore.password";
    static final String SERVE_THREADS = "serve.threads";
    static final String SERVE_MAX_REQUESTS = "serve.max.requests";
    static final String SERVE_MAX_PER_CLIENT = "serve.max.requests.per.client";
    static final String SERVE_MAX_BYTES = "serve.max.request.bytes";
    static final String SERVE_TIMEOUT = "serve.timeout.ms";
    static final String GOVERNOR_LEAD = "governor.lead.ms";
    static final String MIN_TRIAL = "governor.min.trial.ms";
    static final String TRUSTED_KEYS = "governor.trusted.keys";
    static final String INSTANCE_KEYS = "governor.instance.keys";
    static final String INSTANCE_KEY = "instance.key";
    static final String MAX_ARTEFACT_BYTES = "governor.max.artefact.bytes";
    public static final String QUALITY_ENABLED = "quality.enabled";
    public static final String QUALITY_WINDOW = "quality.window.ms";
    static final String QUALITY_FALSE_ALARMS = "quality.false-alarms-per-day";
    static final String QUALITY_ON_DRIFT = "quality.on-drift";
    public static final String PAGE_ENABLED = "page.enabled";
    static final String PAGE_INTERVAL = "page.interval.ms";
    static final String PAGE_HISTORY = "page.history.minutes";
    static final String PAGE_LISTENERS = "page.listeners";
    public static final String PAGE_TOKEN = "page.token";
    public static final String PAGE_ACTIONS = "page.actions";
    static final String PAGE_KEY = "page.key";
    static final String LEARN_ENABLED = "learn.enabled";
    static final String LEARN_KEY = "learn.key";
    static final String LEARN_EVERY_ROWS = "learn.every.rows";
    static final String LEARN_EVERY = "learn.every.ms";
    static final String LEARN_RIDGE = "learn.ridge";
    static final String LEARN_WINDOW = "learn.window";
    static final String LEARN_FORGETTING = "learn.forgetting";
    static final String LEARN_NEW_CHAMPION = "learn.on-new-champion";
    static final String LEARN_NEW_CLASSES = "learn.new-classes";
    static final String LEARN_KEEP = "learn.keep";
    static final String LEARN_LABEL_WINDOW = "learn.label.window.ms";
    static final String LEARN_MAX_WAITING = "learn.label.max.waiting";
    static final String LEARN_THREADS = "learn.threads";
    public static final String MAX_DEAD_LETTER_BYTES = "dead-letters.max.bytes";

    /** The prefix of properties that are passed to Kafka. */
    public static final String KAFKA = "kafka.";

    /** The prefix of properties that are passed to Kafka for the governor only. */
    static final String GOVERNOR_KAFKA = "governor.kafka.";

    /** The prefix of properties that are passed to Kafka for the learner only. */
    static final String LEARNER_KAFKA = "learn.kafka.";

    /** The prefix of properties that are passed to the registry client. */
    static final String REGISTRY_CLIENT = "registry.client.";

    /** The prefixes of all properties that are passed on unchanged. */
    static final List<String> PASSED_ON = List.of(REGISTRY_CLIENT, KAFKA, GOVERNOR_KAFKA, LEARNER_KAFKA);

    /** Half of the transaction timeout of Kafka Streams, in milliseconds. */
    private static final int LONGEST_TRANSACTION = 5_000;

    private static final ConfigDef DEFINITION = define();

    private ConfigurationKeys() {}

    /** Returns all keys except those passed on by prefix, in the order of the reference. Must not be modified. */
    static ConfigDef definition() {
        return DEFINITION;
    }

    /** Returns the key that sets the topic name of a role. */
    public static String topic(TopicRole role) {
        return TOPICS + role.key();
    }

    /** Returns whether the key can be set, either as a key of Elmstream or as one that is passed on. */
    static boolean isKnown(String key) {
        return DEFINITION.names().contains(key) || isPassedOn(key);
    }

    /** Returns whether the key's value is passed unchanged to Kafka or to the registry client. */
    static boolean isPassedOn(String key) {
        return PASSED_ON.stream().anyMatch(prefix -> key.startsWith(prefix) && key.length() > prefix.length());
    }

    /** Returns whether there are keys that start with this one and a dot. */
    static boolean isSection(String key) {
        String prefix = key + ".";
        return Stream.concat(DEFINITION.names().stream(), PASSED_ON.stream())
                .anyMatch(known -> known.startsWith(prefix));
    }

    private static ConfigDef define() {
        ConfigDef keys = new ConfigDef();
        connections(keys);
        topics(keys);
        models(keys);
        key(
                keys,
                BATCH_MAX_SIZE,
                INT,
                256,
                AllowedValues.whole(1, BatchPolicy.LARGEST),
                "The largest number of readings in a micro-batch. Larger batches make scoring cheaper per"
                        + " reading; 1 scores each reading on its own. Each buffered reading takes 4 bytes per"
                        + " feature of memory, plus its key and headers. Requests over HTTP are never split, so a"
                        + " micro-batch of requests may be larger.");
        key(
                keys,
                BATCH_LINGER,
                INT,
                5,
                AllowedValues.whole(0, 60_000),
                "The longest time that a reading waits for its micro-batch to fill. It adds to the latency"
                        + " at low rates; 0 scores each reading immediately. Every commit also flushes the"
                        + " micro-batch, so values above commit.interval.ms have no further effect.");
        quality(keys);
        learning(keys);
        cache(keys);
        outputs(keys);
        alerts(keys);
        running(keys);
        serving(keys);
        page(keys);
        return keys;
    }

    private static void connections(ConfigDef keys) {
        key(
                keys,
                APPLICATION_ID,
                STRING,
                "elmstream",
                AllowedValues.NAME,
                "The consumer group, and the prefix of internal topics. Instances with the same id share the"
                        + " readings; an application with another id reads all of them again. The governor"
                        + " uses this id with the prefix governor-of-. The first application on a set of"
                        + " topics governs the models; others on the same topics only score.");
        key(
                keys,
                INSTANCE_ID,
                STRING,
                null,
                AllowedValues.NAME,
                "The name of this instance in status reports. Keep it the same across restarts. The default"
                        + " consists of the application id, the host name and the number of the instance's"
                        + " directory in state.dir.");
        key(
                keys,
                BOOTSTRAP_SERVERS,
                STRING,
                NO_DEFAULT_VALUE,
                AllowedValues.SERVERS,
                "The initial Kafka brokers to connect to, from which the client discovers the others.");
        key(
                keys,
                REGISTRY_URL,
                STRING,
                NO_DEFAULT_VALUE,
                AllowedValues.URL,
                "The URL of the core API of Apicurio Registry, for example"
                        + " http://localhost:8080/apis/registry/v3. While the registry is unreachable, a"
                        + " partition stops at the first reading whose schema has not been seen before.");
        key(
                keys,
                REGISTRY_WAIT,
                BOOLEAN,
                true,
                AllowedValues.YES_OR_NO,
                "Whether an instance waits at startup for a registry that does not respond; /health reports"
                        + " this while it waits. If false, the instance stops after one minute.");
    }

    private static void topics(ConfigDef keys) {
        topic(keys, TopicRole.READINGS, "Input: the sensor readings.");
        key(
                keys,
                READINGS,
                STRING,
                null,
                AllowedValues.TEXT,
                "The input topics, each with how its readings are written: a section of the file, or the same as JSON."
                        + " docs/readings.md describes it. If it is set, it names all inputs, and topics.readings is"
                        + " the first of them unless it names another. By default topics.readings is the only input,"
                        + " with readings in Elmstream's own format.");
        topic(keys, TopicRole.PREDICTIONS, "Output: one prediction for each reading that could be scored.");
        topic(
                keys,
                TopicRole.SHADOW_PREDICTIONS,
                "Output: the predictions of challengers in shadow, for readings that the champion scores.");
        topic(keys, TopicRole.ALERTS, "Output: one record when a sensor's alert is raised and one when it is cleared.");
        topic(keys, TopicRole.DEAD_LETTERS, "Output: the readings that could not be scored, each with the reason.");
        topic(keys, TopicRole.MODEL_CONTROL, "Input: commands about models. The topic must have one partition.");
        topic(
                keys,
                TopicRole.MODELS,
                "The models that the governor accepted. The topic must be compacted and have one partition.");
        topic(
                keys,
                TopicRole.MODEL_STATUS,
                "The governor's answer to each command, the status reports of the instances, and"
                        + " comparisons. The topic must have one partition.");
        topic(
                keys,
                TopicRole.LABELS,
                "Input: the true classes of readings, sent after them. Only with learn.enabled. The topic must have as"
                        + " many partitions as each input topic.");
        topic(
                keys,
                TopicRole.MODEL_QUALITY,
                "What instances count of the readings of each version, and drift and quality of versions. Needed with"
                        + " quality.enabled; the topic must have one partition.");
        topic(
                keys,
                TopicRole.ACTIVITY,
                "What instances do, for the live page. Needed with page.enabled; the topic must have one partition.");
        topic(
                keys,
                TopicRole.ALERT_CONTROL,
                "Input: commands to clear alerts. Only with alerts.clear.enabled. The topic must have as many"
                        + " partitions as the input topic with most of them.");
        key(
                keys,
                CREATE_TOPICS,
                BOOLEAN,
                false,
                AllowedValues.YES_OR_NO,
                "Whether missing topics are created at startup. This requires permission to create topics.");
    }

    private static void models(ConfigDef keys) {
        key(
                keys,
                MODELS_DEFAULT,
                STRING,
                null,
                AllowedValues.MODEL,
                "The model for readings that do not name one. If it is not set, such readings become dead"
                        + " letters.");
        key(
                keys,
                MODELS_REQUIRED,
                LIST,
                null,
                AllowedValues.MODELS,
                "Inference does not start until each of these models has a version in force; until then,"
                        + " readings accumulate in their topic. The default is the model in models.default; an"
                        + " empty list waits for none.");
        key(
                keys,
                MODELS_CACHE,
                INT,
                InferenceSettings.DEFAULT_CACHE_BYTES,
                AllowedValues.whole(0, Integer.MAX_VALUE),
                "The memory, in bytes, for versions that are no longer in force but are needed for late"
                        + " readings. A smaller cache loads them more often, which takes milliseconds each"
                        + " time. Versions in force always stay in memory and do not count.");
        key(
                keys,
                SHADOW_PUBLISH,
                BOOLEAN,
                true,
                AllowedValues.YES_OR_NO,
                "Whether the predictions of a challenger in shadow are written to their topic. If false,"
                        + " they are only compared.");
        key(
                keys,
                GOVERNOR_LEAD,
                INT,
                500,
                AllowedValues.whole(0, 600_000),
                "The delay between the acceptance of an activation and the event time at which it takes"
                        + " effect, so that all instances have loaded the version by then. It applies to every"
                        + " activation.");
        key(
                keys,
                MIN_TRIAL,
                INT,
                (int) Governor.DEFAULT_MIN_TRIAL,
                AllowedValues.whole(0, Integer.MAX_VALUE),
                "The shortest trial of a challenger before its conditions may promote it, counted from the"
                        + " time at which it takes effect. A shorter trial may miss faults that appear only"
                        + " later, and gives less time to notice falsified reports.");
        key(
                keys,
                MAX_ARTEFACT_BYTES,
                INT,
                ArtefactFormat.MAX_BYTES,
                AllowedValues.whole(1_000, ArtefactFormat.MAX_BYTES),
                "The largest model file that the governor accepts. Files over 512 KiB are sent in parts, so"
                        + " Kafka's default limit of 1 MiB per record is sufficient. Every instance reads all"
                        + " models at startup.");
        key(
                keys,
                TRUSTED_KEYS,
                LIST,
                "",
                AllowedValues.PATHS,
                "Files with public keys, as written by model keys. If any are given, the governor accepts"
                        + " only commands that are signed with one of them.");
        key(
                keys,
                INSTANCE_KEYS,
                LIST,
                "",
                AllowedValues.PATHS,
                "Files with public keys, as written by model keys. If any are given, the governor counts"
                        + " only reports that instances signed with one of them. If governor.trusted.keys is"
                        + " set and this key is not, the conditions of a challenger never take effect.");
        key(
                keys,
                INSTANCE_KEY,
                STRING,
                null,
                AllowedValues.TEXT,
                "The file with the private key that this instance signs its reports with, so that others"
                        + " cannot forge them.");
    }

    private static void quality(ConfigDef keys) {
        key(
                keys,
                QUALITY_ENABLED,
                BOOLEAN,
                false,
                AllowedValues.YES_OR_NO,
                "Whether drift and quality of versions are watched, and published on the topic of quality."
                        + " docs/quality.md describes it.");
        key(
                keys,
                QUALITY_WINDOW,
                INT,
                600_000,
                AllowedValues.whole(1_000, 604_800_000),
                "Over how many milliseconds readings are summed before they are compared with those of training. A"
                        + " longer window finds smaller changes, later.");
        key(
                keys,
                QUALITY_FALSE_ALARMS,
                DOUBLE,
                1.0,
                AllowedValues.ALARMS,
                "How many drifts may be reported per day and version where there is none. Limits follow from it, from"
                        + " the number of features, and from how many readings were counted.");
        key(
                keys,
                QUALITY_ON_DRIFT,
                STRING,
                "alert",
                AllowedValues.oneOf("alert", "learn"),
                "What follows a drift of a champion: alert publishes it, learn also turns on learning for its model, as"
                        + " elmstream model learn does.");
    }

    private static void page(ConfigDef keys) {
        key(
                keys,
                PAGE_ENABLED,
                BOOLEAN,
                false,
                AllowedValues.YES_OR_NO,
                "Whether this instance reports what it does on the topic activity and, unless http.port is 0, serves"
                        + " the live page beside /health. The page shows all instances that report.");
        key(
                keys,
                PAGE_INTERVAL,
                INT,
                1_000,
                AllowedValues.whole(200, 60_000),
                "How often this instance reports, and how often its page changes, in milliseconds.");
        key(
                keys,
                PAGE_HISTORY,
                INT,
                180,
                AllowedValues.whole(5, 1_440),
                "How many minutes the page looks back. The topic activity keeps reports for 6 hours by default;"
                        + " increase its retention for more.");
        key(
                keys,
                PAGE_LISTENERS,
                INT,
                32,
                AllowedValues.whole(1, 1_000),
                "How many browsers may have the page of this instance open at a time.");
        key(
                keys,
                PAGE_TOKEN,
                STRING,
                null,
                AllowedValues.TEXT,
                "The token that requests for what the page shows must carry in the header Authorization: Bearer TOKEN."
                        + " Needed if http.host is not a loopback address, and with page.actions.");
        key(
                keys,
                PAGE_ACTIONS,
                BOOLEAN,
                false,
                AllowedValues.YES_OR_NO,
                "Whether versions can be promoted, rolled back and retired on the page, by anyone with page.token. If"
                        + " false, the page shows the commands for it.");
        key(
                keys,
                PAGE_KEY,
                STRING,
                null,
                AllowedValues.TEXT,
                "The file with the private key that actions of the page are signed with, of its own and not used by"
                        + " anyone else. Needed for page.actions if governor.trusted.keys is set, which must name its"
                        + " public key.");
    }

    private static void learning(ConfigDef keys) {
        LearningSettings usual = LearningSettings.DEFAULT;
        key(
                keys,
                LEARN_ENABLED,
                BOOLEAN,
                false,
                AllowedValues.YES_OR_NO,
                "Whether this instance runs a learner: a third application, with the id learner-of- followed by the"
                        + " application id, that learns models from labelled readings and proposes versions."
                        + " elmstream model learn turns it on for a model. docs/learning.md describes it. The topic of"
                        + " labels must exist, with as many partitions as the readings.");
        key(
                keys,
                LEARN_KEY,
                STRING,
                null,
                AllowedValues.TEXT,
                "The file with the private key that the learner signs its commands with, of its own and not used by"
                        + " anyone else. Needed if governor.trusted.keys is set, which must name its public key.");
        key(
                keys,
                LEARN_EVERY_ROWS,
                INT,
                usual.everyRows(),
                AllowedValues.whole(1, 1_000_000_000),
                "After how many labelled readings of a model the learner solves for new output weights, and proposes"
                        + " them if they predict recent rows better than the champion does.");
        key(
                keys,
                LEARN_EVERY,
                INT,
                (int) usual.every().toMillis(),
                AllowedValues.whole(1_000, Integer.MAX_VALUE),
                "After how many milliseconds the learner does so if there were fewer rows, but at least one.");
        key(
                keys,
                LEARN_RIDGE,
                DOUBLE,
                null,
                AllowedValues.RIDGE,
                "The ridge parameter, which is added at each solution and never forgotten. The default is that of the"
                        + " champion.");
        key(
                keys,
                LEARN_WINDOW,
                INT,
                usual.window(),
                AllowedValues.whole(1, OnlinePlan.MOST_WINDOW),
                "How many recent rows, each predicted before it was learnt, decide which rule of forgetting serves and"
                        + " whether it is better than the champion, and calibrate probabilities.");
        key(
                keys,
                LEARN_FORGETTING,
                LIST,
                "never,0.9999,0.999,0.99,0.95",
                AllowedValues.FORGETTING,
                "How older rows count less, as in train --online --forgetting. The rules learn side by side, each at"
                        + " full cost: 8 bytes times the square of the units, and as much again while solving. Another"
                        + " list starts all models anew.");
        key(
                keys,
                LEARN_NEW_CHAMPION,
                STRING,
                "keep",
                AllowedValues.oneOf("keep", "restart"),
                "What becomes of what was learnt when another version with the same hidden layer becomes the champion:"
                        + " keep goes on with it, restart begins anew. A champion with another hidden layer or"
                        + " standardiser always begins anew.");
        key(
                keys,
                LEARN_NEW_CLASSES,
                BOOLEAN,
                false,
                AllowedValues.YES_OR_NO,
                "Whether a label that a model does not know becomes a class of it. If false, such rows are counted and"
                        + " left out: a misspelt label would be a class for ever.");
        key(
                keys,
                LEARN_KEEP,
                INT,
                usual.keep(),
                AllowedValues.whole(0, 10_000),
                "How many versions that the learner made, and that are neither champion nor challenger, are kept."
                        + " Older ones are retired.");
        key(
                keys,
                LEARN_LABEL_WINDOW,
                INT,
                (int) usual.labelWindow().toMillis(),
                AllowedValues.whole(1_000, Integer.MAX_VALUE),
                "How far apart, by event time, a reading and its label on the topic of labels may come, in"
                        + " milliseconds. The readings of this time are kept in memory and in a changelog, as far as"
                        + " learn.label.max.waiting allows.");
        key(
                keys,
                LEARN_MAX_WAITING,
                INT,
                usual.maxWaiting(),
                AllowedValues.whole(1, 10_000_000),
                "The largest number of readings, and of labels, that wait for the other in one task. Beyond it the"
                        + " oldest are given up and counted. A reading with 9 features takes about 750 bytes of"
                        + " memory.");
        key(
                keys,
                LEARN_THREADS,
                INT,
                1,
                AllowedValues.whole(1, 64),
                "The number of stream threads of the learner in this instance. Models are solved on a thread of their"
                        + " own.");
    }

    private static void cache(ConfigDef keys) {
        key(
                keys,
                CACHE_BYTES,
                INT,
                0,
                AllowedValues.whole(0, Integer.MAX_VALUE),
                "The memory, in bytes, in which each task and each thread that answers requests keeps the predictions"
                        + " for rows of features, to answer equal ones without scoring them; 0 for none. It is"
                        + " taken with the first reading. Pays only for large models and readings that often"
                        + " repeat.");
        key(
                keys,
                CACHE_ROUNDING,
                LIST,
                null,
                AllowedValues.STEPS,
                "The steps to whose multiples features are rounded before they are looked up or scored, so that more"
                        + " rows are equal: one number for all features, or FEATURE=STEP, more than one"
                        + " separated by commas. This changes predictions. If it is not set, features are not"
                        + " rounded, and predictions are the same as without a cache.");
    }

    private static void outputs(ConfigDef keys) {
        key(
                keys,
                PREDICTIONS_FORMAT,
                STRING,
                OutputFormat.AVRO.key(),
                AllowedValues.oneOf(Arrays.stream(OutputFormat.values())
                        .map(OutputFormat::key)
                        .toArray(String[]::new)),
                "The form of predictions, shadow predictions and alerts. avro is smaller and faster, and its"
                        + " consumers need the registry. json needs no schema, and none is registered."
                        + " docs/outputs.md describes both. Elmstream's own commands read both, also in one"
                        + " topic.");
        key(
                keys,
                CLOUDEVENTS,
                BOOLEAN,
                false,
                AllowedValues.YES_OR_NO,
                "Whether predictions, shadow predictions and alerts have the headers of CloudEvents 1.0 (ce_id and"
                        + " others) and content-type. They take about 250 bytes of each record, before compression.");
        key(
                keys,
                CLOUDEVENTS_SOURCE,
                STRING,
                null,
                AllowedValues.URI_REFERENCE,
                "The beginning of ce_source, which a slash and the topic follow. Events of different clusters need"
                        + " different sources if they come together somewhere. The default is /elmstream/ and the"
                        + " application id.");
    }

    private static void alerts(ConfigDef keys) {
        key(
                keys,
                ALERTS_LABELS,
                LIST,
                "",
                AllowedValues.LABELS,
                "The classes that count towards an alert. If there are none, alerts are off and nothing is"
                        + " stored for them. Stop all instances before you turn alerts on or off, because the"
                        + " topology changes.");
        key(
                keys,
                ALERTS_N,
                INT,
                3,
                AllowedValues.whole(1, AlertRule.MAX_WINDOW),
                "How many of a sensor's last alerts.m predictions must be hits to raise an alert; at most"
                        + " alerts.m. Lower values raise alerts sooner, but also more false ones.");
        key(
                keys,
                ALERTS_M,
                INT,
                5,
                AllowedValues.whole(1, AlertRule.MAX_WINDOW),
                "How many of a sensor's last predictions are considered. Higher values clear an alert later.");
        key(
                keys,
                ALERTS_MIN_CONFIDENCE,
                DOUBLE,
                0.5,
                AllowedValues.fraction(),
                "The lowest confidence at which a prediction counts as a hit. Higher values miss more"
                        + " faults, but raise fewer false alerts.");
        key(
                keys,
                ALERTS_STATE_TTL,
                INT,
                (int) AlertSettings.TIME_TO_LIVE.toHours(),
                AllowedValues.whole(1, 87_600),
                "How many hours of event time the hits and the active alert of a sensor are kept after its"
                        + " last reading. An alert that expires this way is not cleared. Higher values use"
                        + " more memory.");
        key(
                keys,
                ALERTS_MAX_STATES,
                INT,
                AlertSettings.MAX_STATES,
                AllowedValues.whole(1, 10_000_000),
                "The largest number of sensors with hits or an active alert for which a task keeps state."
                        + " Beyond it the task logs a warning and evicts the least recently seen sensors,"
                        + " those without an active alert first. A state takes about 0.5 kB of memory, and up"
                        + " to 2 kB with the longest sensor ids.");
        key(
                keys,
                ALERTS_CLEAR,
                BOOLEAN,
                false,
                AllowedValues.YES_OR_NO,
                "Whether elmstream alerts clear can clear alerts; it sends commands on topics.alert-control. Needs"
                        + " alerts.labels or rules.enabled. Stop all instances before you change this, because the"
                        + " topology changes.");
        key(
                keys,
                RULES_ENABLED,
                BOOLEAN,
                false,
                AllowedValues.YES_OR_NO,
                "Whether rule sets judge predictions. Rules that raise alerts, or look at earlier predictions, keep"
                        + " state, within the bounds of alerts.state.ttl.hours and alerts.max.states. Stop all"
                        + " instances before you change this, because the topology changes.");
    }

    private static void running(ConfigDef keys) {
        key(
                keys,
                PROFILE,
                STRING,
                "throughput",
                AllowedValues.oneOf(Profile.words()),
                "The purpose, which sets the defaults of other keys; a key that is set keeps its value. low-latency"
                        + " stands for commit.interval.ms 20, batch.linger.ms 1, poll.ms 2 and producer.linger.ms 1:"
                        + " predictions come sooner, and an instance scores fewer readings a second and takes more of"
                        + " the brokers. docs/performance.md has figures.");
        key(
                keys,
                GUARANTEE,
                STRING,
                Guarantee.EXACTLY_ONCE_V2.kafkaName(),
                AllowedValues.oneOf(Arrays.stream(Guarantee.values())
                        .map(Guarantee::kafkaName)
                        .toArray(String[]::new)),
                "The processing guarantee. Exactly once takes a transaction per commit.interval.ms, and"
                        + " read_committed consumers see its records only when it commits; at least once can"
                        + " duplicate outcomes after a crash.");
        key(
                keys,
                THREADS,
                INT,
                1,
                AllowedValues.whole(0, 1_000),
                "The number of stream threads of this instance. Each keeps one core busy. If all instances"
                        + " together have more threads than the readings topic has partitions, the surplus is"
                        + " idle. With 0 the instance scores nothing: it can govern, learn and answer requests.");
        key(
                keys,
                COMMIT_INTERVAL,
                INT,
                100,
                AllowedValues.whole(1, LONGEST_TRANSACTION),
                "The time between commits, and thus the length of a transaction. Under exactly once it is"
                        + " the largest part of the latency; shorter intervals put more load on the brokers"
                        + " and make micro-batches smaller.");
        key(
                keys,
                PRODUCER_LINGER,
                INT,
                5,
                AllowedValues.whole(0, 10_000),
                "How long the producer waits to fill a batch of records. It adds to the latency; 0 sends"
                        + " more and smaller requests.");
        key(
                keys,
                POLL,
                INT,
                5,
                AllowedValues.whole(1, 10_000),
                "How long a stream thread blocks in poll, and thus the largest delay of batch.linger.ms."
                        + " Lower values use more CPU while no readings arrive.");
        key(
                keys,
                COMPRESSION,
                STRING,
                "lz4",
                AllowedValues.oneOf("none", "lz4", "zstd", "snappy", "gzip"),
                "The compression of produced records. zstd and gzip save more network bandwidth and disk"
                        + " space, but use more CPU.");
        key(
                keys,
                STATE_DIR,
                STRING,
                null,
                AllowedValues.TEXT,
                "The directory for the state of Kafka Streams. Each instance uses a numbered directory in"
                        + " it. The default is elmstream/<application.id> in XDG_STATE_HOME, or in"
                        + " ~/.local/state.");
        key(
                keys,
                MAX_DEAD_LETTER_BYTES,
                INT,
                InferenceSettings.DEFAULT_DEAD_LETTER_BYTES,
                AllowedValues.whole(16_384, 100_000_000),
                "The largest size of a dead letter, also limited by max.message.bytes of the topic. The"
                        + " value of a larger one is truncated and marked. The default fits readings of 1 MiB.");
        key(
                keys,
                LOG_FORMAT,
                STRING,
                "text",
                AllowedValues.oneOf("text", "json"),
                "How run logs to stderr: lines of text, or one JSON object a line, with key-value pairs in"
                        + " kvpList. Events about models have the keys model, version, revision and instance. With"
                        + " json nothing is written to stdout: what is printed there otherwise is logged.");
        key(
                keys,
                HTTP_HOST,
                STRING,
                "127.0.0.1",
                AllowedValues.TEXT,
                "The address on which /health and /metrics are served. They have no authentication, so make"
                        + " them accessible to other hosts only inside a trusted network.");
        key(
                keys,
                HTTP_PORT,
                INT,
                8081,
                AllowedValues.whole(0, 65_535),
                "The port of /health and /metrics; 0 turns both off. Each instance on a host needs its own.");
    }

    private static void serving(ConfigDef keys) {
        key(
                keys,
                SERVE_PORT,
                INT,
                0,
                AllowedValues.whole(0, 65_535),
                "The port on which this instance answers single requests in the Open Inference Protocol; 0 for"
                        + " none. Each instance on a host needs its own.");
        key(
                keys,
                SERVE_HOST,
                STRING,
                "127.0.0.1",
                AllowedValues.TEXT,
                "The address on which requests are answered. Set serve.token and serve.tls.keystore before other"
                        + " hosts can reach it.");
        key(
                keys,
                SERVE_TOKEN,
                STRING,
                null,
                AllowedValues.TEXT,
                "The token that each request must carry in the header Authorization: Bearer TOKEN, except requests"
                        + " for health. If it is not set, none is needed.");
        key(
                keys,
                SERVE_KEYSTORE,
                STRING,
                null,
                AllowedValues.TEXT,
                "A keystore (PKCS#12 or JKS) with the server's certificate and private key. If it is set, requests"
                        + " are answered over HTTPS only. It is read at startup.");
        key(
                keys,
                SERVE_KEYSTORE_PASSWORD,
                STRING,
                null,
                AllowedValues.TEXT,
                "The password of serve.tls.keystore, and of the private key in it.");
        key(
                keys,
                SERVE_THREADS,
                INT,
                1,
                AllowedValues.whole(1, 256),
                "The number of threads that answer requests. Each serves a part of the connections and scores what"
                        + " arrives on them together, so more threads use more cores, but make smaller"
                        + " micro-batches.");
        key(
                keys,
                SERVE_MAX_REQUESTS,
                INT,
                1_024,
                AllowedValues.whole(1, 1_000_000),
                "How many requests may be in progress at a time, including those that wait to be scored. Further"
                        + " ones are answered with status 503 and Retry-After.");
        key(
                keys,
                SERVE_MAX_PER_CLIENT,
                INT,
                512,
                AllowedValues.whole(1, 1_000_000),
                "How many requests of one client address may be in progress at a time. Further ones are answered"
                        + " with status 429. Behind a proxy, all clients have the proxy's address.");
        key(
                keys,
                SERVE_MAX_BYTES,
                INT,
                16 * 1024 * 1024,
                AllowedValues.whole(1_000, 1_000_000_000),
                "The largest body of a request, and the most that the probabilities of its answer may take, 4"
                        + " bytes each. Larger ones are answered with status 413. A request is held in memory as a"
                        + " whole; all of them together take a quarter of the heap at most.");
        key(
                keys,
                SERVE_TIMEOUT,
                INT,
                5_000,
                AllowedValues.whole(1, 600_000),
                "How long a request may wait for a version that has to be loaded first. After that it is"
                        + " answered with status 503.");
    }

    private static void topic(ConfigDef keys, TopicRole role, String doc) {
        key(keys, topic(role), STRING, role.nameIn(Topics.standard()), AllowedValues.NAME, doc);
    }

    private static void key(
            ConfigDef keys, String name, Type type, @Nullable Object fallback, Validator allowed, String doc) {
        keys.define(name, type, fallback, allowed, Importance.MEDIUM, doc);
    }
}
