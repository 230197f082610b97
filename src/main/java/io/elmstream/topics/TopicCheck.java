package io.elmstream.topics;

import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationKeys;
import io.elmstream.governor.Upload;
import io.elmstream.topics.TopicFindings.Problem;
import io.elmstream.topology.TopicRole;
import io.elmstream.topology.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares the actual topics with the catalogue. */
final class TopicCheck {

    /** The space in a record for its key, the headers of Elmstream and Kafka's framing, in bytes. */
    static final int HEADROOM = 4_096;

    private final Configuration configuration;
    private final Map<TopicRole, ObservedTopic> observed;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private TopicCheck(Configuration configuration, Map<TopicRole, ObservedTopic> observed) {
        this.configuration = configuration;
        this.observed = observed;
    }

    /**
     * Checks all topics.
     *
     * @param observed the existing topics
     */
    static TopicFindings judge(
            Configuration configuration, TopicCatalog catalog, Map<TopicRole, ObservedTopic> observed) {
        TopicCheck check = new TopicCheck(configuration, observed);
        configuration.topicRoles().forEach(role -> check.judge(role, catalog.spec(role)));
        check.judgeArtefacts(TopicRole.MODELS);
        check.judgeArtefacts(TopicRole.MODEL_CONTROL);
        OutputCheck outputs = new OutputCheck(configuration, observed, check.problems, check.warnings);
        return new TopicFindings(check.problems, check.warnings, outputs.limits());
    }

    private void judge(TopicRole role, TopicSpec spec) {
        ObservedTopic topic = observed.get(role);
        if (topic == null) {
            problem(
                    role,
                    "does not exist. Create it with: elmstream topics create --config FILE, or set topics.create to"
                            + " true.");
            return;
        }
        if (spec.fixedPartitions() && topic.partitions() != spec.partitions()) {
            problem(
                    role,
                    "has " + topic.partitions() + " partitions, but must have " + spec.partitions()
                            + ", because its records need a total order. Delete the topic and create it"
                            + " again, or configure another topic.");
        }
        topic.settings()
                .ifPresentOrElse(
                        settings -> judgeCleanup(role, spec, settings.cleanup()),
                        () -> warnings.add(capital(named(role)
                                + " could not be checked, because this user is not allowed to describe its"
                                + " configuration.")));
    }

    private void judgeCleanup(TopicRole role, TopicSpec spec, Set<String> cleanup) {
        String policy = String.join(",", cleanup.stream().sorted().toList());
        String meant = spec.cleanup().kafkaName();
        String remedy = " Set it to " + meant + ": " + alter(role.nameIn(topics()), "cleanup.policy=" + meant);
        if (spec.cleanup() == TopicSpec.Cleanup.COMPACT && !cleanup.equals(Set.of(meant))) {
            problem(
                    role,
                    "has cleanup.policy " + policy + ", so its records would be deleted after the retention time."
                            + remedy);
        }
        if (spec.cleanup() == TopicSpec.Cleanup.DELETE && cleanup.contains(TopicSpec.Cleanup.COMPACT.kafkaName())) {
            problem(
                    role,
                    "has cleanup.policy " + policy + ", which keeps only the latest record of each key." + remedy);
        }
    }

    /** Checks the record limit: the governor would stop at a part of a model that it accepts but the topic does not. */
    private void judgeArtefacts(TopicRole role) {
        int needed = Upload.MAX_RECORD_BYTES + HEADROOM;
        settings(role)
                .filter(settings -> settings.maxMessageBytes() < needed)
                .ifPresent(settings -> problem(
                        role,
                        "has max.message.bytes " + settings.maxMessageBytes() + ", but a part of a model needs"
                                + " up to " + needed + ". Increase it: "
                                + alter(role.nameIn(topics()), "max.message.bytes=" + needed)));
    }

    private Optional<ObservedTopic.Settings> settings(TopicRole role) {
        return Optional.ofNullable(observed.get(role)).flatMap(ObservedTopic::settings);
    }

    private void problem(TopicRole role, String what) {
        problems.add(new Problem(ConfigurationKeys.topic(role), capital(named(role) + " " + what)));
    }

    private String named(TopicRole role) {
        return named(topics(), role);
    }

    private Topics topics() {
        return configuration.inference().topics();
    }

    /** Returns the command that changes a setting of a topic. */
    static String alter(String topic, String setting) {
        return "kafka-configs.sh --bootstrap-server HOST:PORT --alter --topic " + topic + " --add-config " + setting;
    }

    static String named(Topics topics, TopicRole role) {
        return "the topic " + role.nameIn(topics) + " (" + ConfigurationKeys.topic(role) + ")";
    }

    static String capital(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
