package io.elmstream.config;

import io.elmstream.topology.TopicRole;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.jspecify.annotations.Nullable;

/**
 * The names of the keys of the configuration. Each is defined, with its type, default, allowed values and effect, in
 * the class of its group. The table in docs/configuration.md is generated from these definitions.
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
        ConnectionKeys.connections(keys);
        ConnectionKeys.topics(keys);
        ModelKeys.models(keys);
        ModelKeys.batches(keys);
        LearningKeys.quality(keys);
        LearningKeys.learning(keys);
        ModelKeys.cache(keys);
        OutputKeys.outputs(keys);
        OutputKeys.alerts(keys);
        RunningKeys.running(keys);
        HttpKeys.serving(keys);
        HttpKeys.page(keys);
        return keys;
    }

    /** Adds a key. Keys appear in the reference in the order in which they are added. */
    static void key(ConfigDef keys, String name, Type type, @Nullable Object fallback, Validator allowed, String doc) {
        keys.define(name, type, fallback, allowed, Importance.MEDIUM, doc);
    }
}
