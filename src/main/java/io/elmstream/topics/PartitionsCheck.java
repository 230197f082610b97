package io.elmstream.topics;

import io.elmstream.config.Configuration;
import io.elmstream.topology.Topics;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Checks that the changelogs of the states of sensors have as many partitions as the input topic with most of them. If
 * only one of them was increased, Kafka Streams no longer assigns any task. Also checks that the topic of commands
 * about alerts has as many, since a command goes to the task that holds the alert, and that the topic of labels has as
 * many partitions as every input topic.
 */
public final class PartitionsCheck {

    private final Admin admin;
    private final Configuration configuration;

    /** @param admin connected to the configured cluster; not closed by this class */
    public PartitionsCheck(Admin admin, Configuration configuration) {
        this.admin = admin;
        this.configuration = configuration;
    }

    /** Returns the problem and what to do; empty if there is none or the topics cannot be described. */
    public Optional<String> problem() throws InterruptedException {
        for (String changelog : configuration.sensorChangelogs()) {
            Optional<String> problem = problem(changelog, PartitionsCheck::problem);
            if (problem.isPresent()) {
                return problem;
            }
        }
        if (configuration.inference().alerts().clearing()) {
            String control = configuration.inference().topics().alertControl();
            Optional<String> problem = problem(control, PartitionsCheck::controlProblem);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return configuration.learner().enabled() ? labelsProblem() : Optional.empty();
    }

    private Optional<String> labelsProblem() throws InterruptedException {
        Topics topics = configuration.inference().topics();
        String labels = topics.labels();
        try {
            Set<String> names = new TreeSet<>(
                    InputTopics.of(configuration.inference().mappings()).find(admin));
            names.add(labels);
            Map<String, TopicDescription> described =
                    admin.describeTopics(names).allTopicNames().get();
            int numbers =
                    Objects.requireNonNull(described.get(labels)).partitions().size();
            return described.values().stream()
                    .filter(topic -> topic.partitions().size() != numbers)
                    .findFirst()
                    .map(topic -> labelsProblem(
                            labels,
                            numbers,
                            topic.name(),
                            topic.partitions().size(),
                            topic.name().equals(topics.readings())));
        } catch (ExecutionException e) {
            // missing topic, missing permission or no response: other checks report these
            return Optional.empty();
        }
    }

    /**
     * Returns the problem of a topic of labels that has another number of partitions than an input topic.
     *
     * @param grows whether {@link TopicGrowth} increases the input topic
     */
    static String labelsProblem(String labels, int numbers, String input, int partitions, boolean grows) {
        return "The topic %s (topics.labels) has %d partitions, and the input topic %s has %d. "
                        .formatted(labels, numbers, input, partitions)
                + "A label is looked up where its reading is, so both must have the same number. "
                + (grows
                        ? "Run: elmstream topics grow"
                        : "Increase the one that has fewer, or set learn.enabled to false.");
    }

    /** Puts a problem into words, if two numbers of partitions are one. */
    private interface Words {

        Optional<String> of(String input, int partitions, String other, int its);
    }

    /** Compares a topic with the input topic that has most partitions. */
    private Optional<String> problem(String changelog, Words words) throws InterruptedException {
        try {
            Set<String> names = new TreeSet<>(
                    InputTopics.of(configuration.inference().mappings()).find(admin));
            names.add(changelog);
            Map<String, TopicDescription> described =
                    admin.describeTopics(names).allTopicNames().get();
            int logged = Objects.requireNonNull(described.get(changelog))
                    .partitions()
                    .size();
            // there is a task for each partition of the topic that has most
            return described.values().stream()
                    .filter(topic -> !topic.name().equals(changelog))
                    .max(Comparator.comparingInt(topic -> topic.partitions().size()))
                    .flatMap(most -> words.of(most.name(), most.partitions().size(), changelog, logged));
        } catch (ExecutionException e) {
            // missing topic, missing permission or no response: other checks report these
            return Optional.empty();
        }
    }

    /** Returns the problem for the given numbers of partitions, if there is one. */
    static Optional<String> problem(String readings, int partitions, String changelog, int logged) {
        return partitions == logged
                ? Optional.empty()
                : Optional.of("The topic %s has %d partitions, and %s, which keeps states of its sensors, has %d. "
                                .formatted(readings, partitions, changelog, logged)
                        + "No reading is scored until both have the same number. Run: elmstream"
                        + " topics grow");
    }

    /** Returns the problem of a topic of commands with another number of partitions than the input topic with most. */
    static Optional<String> controlProblem(String input, int partitions, String control, int commands) {
        if (partitions == commands) {
            return Optional.empty();
        }
        return Optional.of("The topic %s (topics.alert-control) has %d partitions, and the input topic %s has %d. "
                        .formatted(control, commands, input, partitions)
                + "A command goes to the partition of the reading that raised the alert, so both must have the same"
                + " number. "
                + (commands < partitions
                        ? "Run: elmstream topics grow, or increase " + control + " to " + partitions
                        : "Stop all instances, delete " + control + " and create it again with " + partitions
                                + ", or set alerts.clear.enabled to false."));
    }
}
