package io.elmstream.topics;

import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationException;
import io.elmstream.config.ConfigurationKeys;
import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.diagnosis.Diagnosis.Side;
import io.elmstream.topology.TopicRole;
import io.elmstream.topology.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the topics of the cluster and creates missing ones. */
public final class TopicAdmin {

    private static final Logger LOG = LoggerFactory.getLogger(TopicAdmin.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final int LOOKS = 600;

    /** The limit of timestamps in the past and in the future, of brokers before Kafka 3.6. */
    private static final String BOTH_WAYS = "message.timestamp.difference.max.ms";
    /** The topics whose records belong to the tasks of the readings. */
    private static final Set<TopicRole> BESIDE_READINGS = Set.of(TopicRole.LABELS, TopicRole.ALERT_CONTROL);

    private final Admin admin;
    private final Configuration configuration;
    private final TopicCatalog catalog;

    /**
     * @param admin connected to the configured cluster; not closed by this class
     * @param catalog the required topics
     */
    public TopicAdmin(Admin admin, Configuration configuration, TopicCatalog catalog) {
        this.admin = admin;
        this.configuration = configuration;
        this.catalog = catalog;
    }

    /**
     * Prepares the topics for the start of an instance: creates missing ones if configured, checks all of them, and
     * logs warnings.
     *
     * @return the configuration with the limits of the output topics
     * @throws ConfigurationException if a topic does not meet the requirements
     */
    public Configuration prepare() throws InterruptedException {
        if (configuration.createTopics()) {
            createMissing().forEach(name -> LOG.info("created the topic {}", name));
        }
        TopicFindings findings = check();
        findings.refuseProblems();
        findings.warnings().forEach(LOG::warn);
        return configuration.withLimits(findings.limits());
    }

    /**
     * Creates missing topics with the cluster's default replication factor, and waits until they are available.
     *
     * @return the names of the created topics
     * @throws ConfigurationException if the cluster does not respond or denies the request
     */
    public List<String> createMissing() throws InterruptedException {
        Map<TopicRole, ObservedTopic> existing = observe();
        List<String> created = new ArrayList<>();
        for (TopicRole role : configuration.topicRoles()) {
            if (!existing.containsKey(role)) {
                create(role, existing);
                created.add(name(role));
            }
        }
        if (!created.isEmpty()) {
            awaitAll();
        }
        return created;
    }

    /**
     * Checks the topics against the catalogue.
     *
     * @throws ConfigurationException if the cluster does not respond or denies the request
     */
    public TopicFindings check() throws InterruptedException {
        TopicFindings findings = TopicCheck.judge(configuration, catalog, observe());
        for (String topic : missingInputs()) {
            findings = findings.with(
                    "The input topic " + topic + " does not exist. Create it, or remove it from readings.");
        }
        return new PartitionsCheck(admin, configuration)
                .problem()
                .map(findings::with)
                .orElse(findings);
    }

    /** Returns the input topics that do not exist, except for the one that has a role. */
    private List<String> missingInputs() throws InterruptedException {
        List<String> inputs =
                new ArrayList<>(configuration.inference().mappings().named());
        inputs.remove(name(TopicRole.READINGS));
        return new TopicEnds(admin, inputs)
                .read()
                .map(found -> List.copyOf(found.missing()))
                .orElse(List.of());
    }

    private Map<TopicRole, ObservedTopic> observe() throws InterruptedException {
        Map<String, KafkaFuture<TopicDescription>> described =
                admin.describeTopics(names()).topicNameValues();
        Map<TopicRole, ObservedTopic> topics = new EnumMap<>(TopicRole.class);
        for (TopicRole role : configuration.topicRoles()) {
            try {
                int partitions = Objects.requireNonNull(described.get(name(role)))
                        .get()
                        .partitions()
                        .size();
                topics.put(role, new ObservedTopic(partitions, settings(role)));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw refused(role, "described", Diagnosis.cause(e));
                }
            }
        }
        return topics;
    }

    private Optional<ObservedTopic.Settings> settings(TopicRole role) throws InterruptedException, ExecutionException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name(role));
        try {
            Config settings = Objects.requireNonNull(
                    admin.describeConfigs(Set.of(topic)).all().get().get(topic));
            return Optional.of(observed(settings));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static ObservedTopic.Settings observed(Config settings) {
        boolean sendersTime =
                settings.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value().equals("CreateTime");
        return new ObservedTopic.Settings(
                Set.of(settings.get(TopicConfig.CLEANUP_POLICY_CONFIG).value().split("\\s*,\\s*")),
                // a batch cannot be larger than a segment
                (int) Math.min(
                        number(settings, TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
                        number(settings, TopicConfig.SEGMENT_BYTES_CONFIG)),
                sendersTime ? limit(settings, TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG) : Long.MAX_VALUE,
                sendersTime ? limit(settings, TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG) : Long.MAX_VALUE);
    }

    /** Returns a limit of timestamps; brokers before Kafka 3.6 have one for past and future, and later ones both. */
    private static long limit(Config settings, String key) {
        return Stream.of(key, BOTH_WAYS)
                .flatMap(each -> Stream.ofNullable(settings.get(each)))
                .mapToLong(entry -> Long.parseLong(entry.value()))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private static long number(Config settings, String key) {
        return Long.parseLong(settings.get(key).value());
    }

    private void create(TopicRole role, Map<TopicRole, ObservedTopic> existing) throws InterruptedException {
        TopicSpec spec = catalog.spec(role);
        NewTopic topic = new NewTopic(name(role), Optional.of(partitions(role, existing)), Optional.empty())
                .configs(settings(spec));
        try {
            admin.createTopics(Set.of(topic)).all().get();
        } catch (ExecutionException e) {
            // another instance may be starting at the same time
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw refused(role, "created", Diagnosis.cause(e));
            }
        }
    }

    /**
     * Returns the number in the catalogue. A topic beside readings that exist gets as many as these, that of commands
     * about alerts as many as the input topic with most of them.
     */
    private int partitions(TopicRole role, Map<TopicRole, ObservedTopic> existing) throws InterruptedException {
        ObservedTopic readings = existing.get(TopicRole.READINGS);
        int number = readings != null && BESIDE_READINGS.contains(role)
                ? readings.partitions()
                : catalog.spec(role).partitions();
        if (role != TopicRole.ALERT_CONTROL) {
            return number;
        }
        try {
            return Math.max(
                    number, InputTopics.of(configuration.inference().mappings()).mostPartitions(admin));
        } catch (ExecutionException e) {
            throw refused(role, "created", Diagnosis.cause(e));
        }
    }

    /** Returns the settings of the catalogue, with a higher record limit if the configuration needs it. */
    private Map<String, String> settings(TopicSpec spec) {
        Map<String, String> settings = new HashMap<>(spec.settings());
        if (spec.role() == TopicRole.DEAD_LETTERS) {
            atLeast(settings, configuration.inference().maxDeadLetterBytes());
        }
        return settings;
    }

    private static void atLeast(Map<String, String> settings, int bytes) {
        String key = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
        int usual = Integer.parseInt(settings.getOrDefault(key, "1048588"));
        if (bytes > usual) {
            settings.put(key, Integer.toString(bytes));
        }
    }

    /** Waits until all topics can be described; other brokers learn of a new topic with a delay. */
    private void awaitAll() throws InterruptedException {
        for (int look = 0;
                look < LOOKS && observe().size() < configuration.topicRoles().size();
                look++) {
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
    }

    private ConfigurationException refused(TopicRole role, String done, Throwable cause) {
        if (cause instanceof TimeoutException) {
            return new ConfigurationException(
                    ConfigurationKeys.BOOTSTRAP_SERVERS,
                    "no Kafka broker answers at " + configuration.bootstrapServers() + " (" + Diagnosis.words(cause)
                            + "). Check bootstrap.servers, and whether it runs");
        }
        String key = ConfigurationKeys.topic(role);
        return new ConfigurationException(
                key,
                "The topic " + name(role) + " (" + key + ") cannot be " + done + ": "
                        + Diagnosis.told(cause, Side.KAFKA));
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (TopicRole role : configuration.topicRoles()) {
            names.add(name(role));
        }
        return names;
    }

    private String name(TopicRole role) {
        Topics topics = configuration.inference().topics();
        return role.nameIn(topics);
    }
}
