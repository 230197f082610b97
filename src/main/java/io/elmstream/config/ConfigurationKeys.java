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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the configuration, each with type, default, allowed values and what it costs. The table in
 * docs/configuration.md is made from this.
 */
public final class ConfigurationKeys {

    static final String APPLICATION_ID = "application.id";
    static final String INSTANCE_ID = "instance.id";
    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    static final String REGISTRY_URL = "registry.url";
    static final String REGISTRY_WAIT = "registry.wait";
    private static final String TOPICS = "topics.";
    static final String CREATE_TOPICS = TOPICS + "create";
    static final String BATCH_MAX_SIZE = "batch.max.size";
    static final String BATCH_LINGER = "batch.linger.ms";
    static final String MODELS_DEFAULT = "models.default";
    static final String MODELS_REQUIRED = "models.required";
    static final String MODELS_CACHE = "models.cache.bytes";
    static final String SHADOW_PUBLISH = "shadow.publish";
    static final String ALERTS_LABELS = "alerts.labels";
    static final String ALERTS_N = "alerts.n";
    static final String ALERTS_M = "alerts.m";
    static final String ALERTS_MIN_CONFIDENCE = "alerts.min.confidence";
    static final String ALERTS_STATE_TTL = "alerts.state.ttl.hours";
    static final String ALERTS_MAX_STATES = "alerts.max.states";
    static final String GUARANTEE = "guarantee";
    static final String THREADS = "threads";
    static final String COMMIT_INTERVAL = "commit.interval.ms";
    static final String PRODUCER_LINGER = "producer.linger.ms";
    static final String POLL = "poll.ms";
    static final String COMPRESSION = "producer.compression";
    public static final String STATE_DIR = "state.dir";
    static final String HTTP_HOST = "http.host";
    public static final String HTTP_PORT = "http.port";
    static final String GOVERNOR_LEAD = "governor.lead.ms";
    static final String MIN_TRIAL = "governor.min.trial.ms";
    static final String TRUSTED_KEYS = "governor.trusted.keys";
    static final String INSTANCE_KEYS = "governor.instance.keys";
    static final String INSTANCE_KEY = "instance.key";
    static final String MAX_ARTEFACT_BYTES = "governor.max.artefact.bytes";
    public static final String MAX_DEAD_LETTER_BYTES = "dead-letters.max.bytes";

    /** Under this, Kafka's own properties pass through. */
    public static final String KAFKA = "kafka.";

    /** Under this, Kafka's own properties pass through to the governor alone. */
    static final String GOVERNOR_KAFKA = "governor.kafka.";

    /** Under this, the properties of the registry's client pass through. */
    static final String REGISTRY_CLIENT = "registry.client.";

    /** Under these, what is given is handed on as it is. */
    static final List<String> PASSED_ON = List.of(REGISTRY_CLIENT, KAFKA, GOVERNOR_KAFKA);

    /** Half of what Kafka Streams lets a transaction stay open, in milliseconds. */
    private static final int LONGEST_TRANSACTION = 5_000;

    private static final ConfigDef DEFINITION = define();

    private ConfigurationKeys() {}

    /** All keys that have a name of their own, in the order of the reference. Not to be changed. */
    static ConfigDef definition() {
        return DEFINITION;
    }

    /** The key that names the topic with a role. */
    public static String topic(TopicRole role) {
        return TOPICS + role.key();
    }

    /** Whether the key may be set, by its own name or as one that passes through. */
    static boolean isKnown(String key) {
        return DEFINITION.names().contains(key) || isPassedOn(key);
    }

    /** Whether the key's value is handed to Kafka or to the registry's client as it is. */
    static boolean isPassedOn(String key) {
        return PASSED_ON.stream().anyMatch(prefix -> key.startsWith(prefix) && key.length() > prefix.length());
    }

    /** Whether there are keys that begin with this one and a dot. */
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
                Allowed.whole(1, BatchPolicy.LARGEST),
                "Readings in a full micro-batch. More make scoring cheaper per reading; 1 scores each reading alone."
                        + " A waiting"
                        + " reading takes memory: 4 bytes a feature, its key and its headers.");
        key(
                keys,
                BATCH_LINGER,
                INT,
                5,
                Allowed.whole(0, 60_000),
                "How long the oldest reading of a micro-batch that is not full may wait. It adds to the latency when"
                        + " readings"
                        + " are few; 0 scores each reading at once. Every commit ends the wait too, so more than"
                        + " commit.interval.ms changes nothing.");
        alerts(keys);
        running(keys);
        return keys;
    }

    private static void connections(ConfigDef keys) {
        key(
                keys,
                APPLICATION_ID,
                STRING,
                "elmstream",
                Allowed.NAME,
                "The consumer group, and the prefix of internal topics. Instances with the same id share the"
                        + " readings; another id"
                        + " reads them all again. The governor uses this id with governor-of- before it. The first"
                        + " application governs"
                        + " the models; one with another id on the same topics only scores.");
        key(
                keys,
                INSTANCE_ID,
                STRING,
                null,
                Allowed.NAME,
                "What this instance is called where instances are listed. It should stay the same when the instance"
                        + " starts again. Not"
                        + " set, it is the application id, the host's name and the number of the instance's folder"
                        + " in state.dir.");
        key(
                keys,
                BOOTSTRAP_SERVERS,
                STRING,
                NO_DEFAULT_VALUE,
                Allowed.SERVERS,
                "Some of the Kafka brokers, to find all of them by.");
        key(
                keys,
                REGISTRY_URL,
                STRING,
                NO_DEFAULT_VALUE,
                Allowed.URL,
                "The core API of Apicurio Registry, for example http://localhost:8080/apis/registry/v3. While it"
                        + " cannot be"
                        + " reached, the partition of a reading with a schema not seen before waits at it.");
        key(
                keys,
                REGISTRY_WAIT,
                BOOLEAN,
                true,
                Allowed.YES_OR_NO,
                "Whether an instance that starts while the registry does not answer waits for it; /health says so"
                        + " meanwhile."
                        + " Otherwise it ends after a minute.");
    }

    private static void topics(ConfigDef keys) {
        topic(keys, TopicRole.READINGS, "Sensor readings in.");
        topic(keys, TopicRole.PREDICTIONS, "Predictions out, one for each reading that could be scored.");
        topic(
                keys,
                TopicRole.SHADOW_PREDICTIONS,
                "What challengers in shadow say of readings that the champion scores.");
        topic(keys, TopicRole.ALERTS, "Alerts out, one when a sensor's alert is raised and one when it is cleared.");
        topic(keys, TopicRole.DEAD_LETTERS, "Readings that could not be scored, with the reason.");
        topic(keys, TopicRole.MODEL_CONTROL, "Commands about models in. It must have one partition.");
        topic(
                keys,
                TopicRole.MODELS,
                "The models that the governor let in. It must be compacted and have one partition.");
        topic(
                keys,
                TopicRole.MODEL_STATUS,
                "The governor's answer to each command, what the"
                        + " instances report, and comparisons. It must have one partition.");
        key(
                keys,
                CREATE_TOPICS,
                BOOLEAN,
                false,
                Allowed.YES_OR_NO,
                "Whether topics that are missing are made at the start. This needs the right to create topics.");
    }

    private static void models(ConfigDef keys) {
        key(
                keys,
                MODELS_DEFAULT,
                STRING,
                null,
                Allowed.MODEL,
                "The model for readings that name none. Without it such readings are dead letters.");
        key(
                keys,
                MODELS_REQUIRED,
                LIST,
                null,
                Allowed.MODELS,
                "Inference waits at the start until each of these models has a version that serves. Readings pile up"
                        + " meanwhile."
                        + " Not set, it is the model of models.default; an empty list waits for none.");
        key(
                keys,
                MODELS_CACHE,
                INT,
                InferenceSettings.DEFAULT_CACHE_BYTES,
                Allowed.whole(0, Integer.MAX_VALUE),
                "What versions that serve no more may take in memory, in bytes, when late readings ask for them."
                        + " Less loads them more"
                        + " often, which takes milliseconds each time. Versions in force always stay in memory and"
                        + " do not count.");
        key(
                keys,
                SHADOW_PUBLISH,
                BOOLEAN,
                true,
                Allowed.YES_OR_NO,
                "Whether what a challenger in shadow says goes to its topic; otherwise it is only compared.");
        key(
                keys,
                GOVERNOR_LEAD,
                INT,
                500,
                Allowed.whole(0, 600_000),
                "How far ahead of its acceptance an activation takes effect, so that all instances have the version"
                        + " ready in time."
                        + " Every activation waits that long.");
        key(
                keys,
                MIN_TRIAL,
                INT,
                (int) Governor.DEFAULT_MIN_TRIAL,
                Allowed.whole(0, Integer.MAX_VALUE),
                "How long a challenger is tried at least before its conditions may promote it, counted from when it"
                        + " takes effect."
                        + " Less leaves less time to see what only shows later, or what was made up.");
        key(
                keys,
                MAX_ARTEFACT_BYTES,
                INT,
                ArtefactFormat.MAX_BYTES,
                Allowed.whole(1_000, ArtefactFormat.MAX_BYTES),
                "The largest model file that the governor lets in. Larger ones than 512 KiB travel in parts, so"
                        + " Kafka's own limit"
                        + " of 1 MiB a record can stay. Every instance reads all models at its start.");
        key(
                keys,
                TRUSTED_KEYS,
                LIST,
                "",
                Allowed.PATHS,
                "Files with public keys, as model keys writes them. Where there are any, the governor takes only"
                        + " commands that"
                        + " are signed with one of them.");
        key(
                keys,
                INSTANCE_KEYS,
                LIST,
                "",
                Allowed.PATHS,
                "Files with public keys, as model keys writes them. Where there are any, the governor counts only"
                        + " what instances"
                        + " report that sign with one of them. With governor.trusted.keys and without these,"
                        + " conditions of a challenger"
                        + " decide nothing.");
        key(
                keys,
                INSTANCE_KEY,
                STRING,
                null,
                Allowed.TEXT,
                "The file with the private key that this instance signs its reports with, so that others cannot make"
                        + " them up.");
    }

    private static void alerts(ConfigDef keys) {
        key(
                keys,
                ALERTS_LABELS,
                LIST,
                "",
                Allowed.LABELS,
                "The classes that count towards an alert. Without any there are no alerts, and nothing is stored for"
                        + " them. To begin with"
                        + " alerts, or to end with them, stop all instances first: the topology differs.");
        key(
                keys,
                ALERTS_N,
                INT,
                3,
                Allowed.whole(1, AlertRule.MAX_WINDOW),
                "How many of a sensor's last alerts.m predictions raise an alert; not more than alerts.m. Fewer"
                        + " raise it sooner"
                        + " and more often without cause.");
        key(
                keys,
                ALERTS_M,
                INT,
                5,
                Allowed.whole(1, AlertRule.MAX_WINDOW),
                "How many of a sensor's last predictions are looked at. More clear an alert later.");
        key(
                keys,
                ALERTS_MIN_CONFIDENCE,
                DOUBLE,
                0.5,
                Allowed.fraction(),
                "The least confidence with which a prediction counts. Higher misses more, and errs less often.");
        key(
                keys,
                ALERTS_STATE_TTL,
                INT,
                (int) AlertSettings.TIME_TO_LIVE.toHours(),
                Allowed.whole(1, 87_600),
                "For how many hours of event time hits and a standing alert are remembered of a sensor that sends"
                        + " nothing more."
                        + " An alert that is forgotten is not cleared. More keeps more in memory.");
        key(
                keys,
                ALERTS_MAX_STATES,
                INT,
                AlertSettings.MAX_STATES,
                Allowed.whole(1, 10_000_000),
                "How many sensors with hits or a standing alert a task remembers. Beyond that it forgets first those"
                        + " without a"
                        + " standing alert that were seen the longest ago, and warns. A state takes about 0.5 kB of"
                        + " memory, and"
                        + " up to 2 kB with the longest sensor ids.");
    }

    private static void running(ConfigDef keys) {
        key(
                keys,
                GUARANTEE,
                STRING,
                Guarantee.EXACTLY_ONCE_V2.kafkaName(),
                Allowed.oneOf(Arrays.stream(Guarantee.values())
                        .map(Guarantee::kafkaName)
                        .toArray(String[]::new)),
                "What is promised of each reading's outcome. Exactly once costs a transaction each"
                        + " commit.interval.ms, which"
                        + " read_committed consumers wait for; at least once can double outcomes after a crash.");
        key(
                keys,
                THREADS,
                INT,
                1,
                Allowed.whole(1, 1_000),
                "Stream threads of this instance. One keeps one core busy; more than the readings topic has"
                        + " partitions, over"
                        + " all instances, stay idle.");
        key(
                keys,
                COMMIT_INTERVAL,
                INT,
                100,
                Allowed.whole(1, LONGEST_TRANSACTION),
                "How long a transaction stays open. Under exactly once it is the largest part of the latency;"
                        + " shorter ones load"
                        + " the brokers more and make micro-batches smaller.");
        key(
                keys,
                PRODUCER_LINGER,
                INT,
                5,
                Allowed.whole(0, 10_000),
                "How long the producer waits to fill its batch of records. It adds to the latency; 0 sends more and"
                        + " smaller"
                        + " requests.");
        key(
                keys,
                POLL,
                INT,
                5,
                Allowed.whole(1, 10_000),
                "How long a stream thread waits for readings, and so how late batch.linger.ms may end. Shorter waits"
                        + " take more"
                        + " of a core while nothing comes in.");
        key(
                keys,
                COMPRESSION,
                STRING,
                "lz4",
                Allowed.oneOf("none", "lz4", "zstd", "snappy", "gzip"),
                "How produced records are compressed. zstd and gzip save more network and disk, and take more of the"
                        + " processor.");
        key(
                keys,
                STATE_DIR,
                STRING,
                null,
                Allowed.TEXT,
                "Where Kafka Streams keeps its files. Each instance takes a numbered folder in it. Not set, it is"
                        + " elmstream/<application.id> in XDG_STATE_HOME, or in ~/.local/state.");
        key(
                keys,
                MAX_DEAD_LETTER_BYTES,
                INT,
                InferenceSettings.DEFAULT_DEAD_LETTER_BYTES,
                Allowed.whole(16_384, 100_000_000),
                "The largest dead letter, bounded by the topic's max.message.bytes too. The value of a larger one is"
                        + " cut and"
                        + " marked. The default takes readings of 1 MiB.");
        key(
                keys,
                HTTP_HOST,
                STRING,
                "127.0.0.1",
                Allowed.TEXT,
                "The address on which /health and /metrics are served. They ask for no password, so others than this"
                        + " host"
                        + " should reach them only inside a network you trust.");
        key(
                keys,
                HTTP_PORT,
                INT,
                8081,
                Allowed.whole(0, 65_535),
                "The port of /health and /metrics; 0 serves neither. Each instance on a host needs its own.");
    }

    private static void topic(ConfigDef keys, TopicRole role, String doc) {
        key(keys, topic(role), STRING, role.nameIn(Topics.standard()), Allowed.NAME, doc);
    }

    private static void key(
            ConfigDef keys, String name, Type type, @Nullable Object fallback, Validator allowed, String doc) {
        keys.define(name, type, fallback, allowed, Importance.MEDIUM, doc);
    }
}
