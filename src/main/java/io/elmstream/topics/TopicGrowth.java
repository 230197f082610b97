package io.elmstream.topics;

import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationException;
import io.elmstream.config.ConfigurationKeys;
import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.diagnosis.Diagnosis.Side;
import io.elmstream.topology.Names;
import io.elmstream.topology.TopicRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Increases the number of partitions of the readings topic, together with the changelogs of the states of sensors and
 * the commands about alerts, which follow the widest input topic, and with the labels and the learner's changelog of
 * those that wait. If the changelogs differ, Kafka Streams assigns no tasks; if the others do, a command does not reach
 * its alert, and no label finds its reading. Also completes an increase that reached only some of them.
 */
public final class TopicGrowth {

    private static final List<TopicRole> OUTPUTS =
            List.of(TopicRole.PREDICTIONS, TopicRole.SHADOW_PREDICTIONS, TopicRole.ALERTS, TopicRole.DEAD_LETTERS);

    private final Admin admin;
    private final Configuration configuration;

    /**
     * The increase of one topic.
     *
     * @param topic the name of the topic
     * @param from the current number of partitions
     * @param to the new number of partitions
     */
    public record Step(String topic, int from, int to) {}

    /** @param admin connected to the configured cluster; not closed by this class */
    public TopicGrowth(Admin admin, Configuration configuration) {
        this.admin = admin;
        this.configuration = configuration;
    }

    /**
     * Returns the required steps.
     *
     * @param partitions the wanted number; empty only completes an earlier increase
     * @param outputs whether output topics with fewer partitions are increased too
     * @throws ConfigurationException if the readings topic does not exist, or has more partitions than wanted
     * @throws KafkaException if the cluster does not respond or denies the request
     */
    public List<Step> plan(OptionalInt partitions, boolean outputs) throws InterruptedException {
        String readings = TopicRole.READINGS.nameIn(configuration.inference().topics());
        List<String> besideInputs = besideInputs();
        List<String> besideReadings = besideReadings();
        int others = mostOfOtherInputs(readings);
        int most = partitions(readings)
                .orElseThrow(() -> new ConfigurationException(
                        ConfigurationKeys.topic(TopicRole.READINGS),
                        "The topic " + readings
                                + " does not exist. Create it with: elmstream topics create --config FILE"));
        String widest = readings;
        for (String topic : besideInputs) {
            int logged = partitions(topic).orElse(0);
            // one that is as wide as another input does not tell of an earlier increase
            if (logged > most && logged > others) {
                widest = topic;
                most = logged;
            }
        }
        for (String topic : besideReadings) {
            int logged = partitions(topic).orElse(0);
            widest = logged > most ? topic : widest;
            most = Math.max(most, logged);
        }
        int wanted = partitions.orElse(most);
        if (wanted < most) {
            throw new ConfigurationException(
                    ConfigurationKeys.topic(TopicRole.READINGS),
                    "The topic " + widest + " has " + most
                            + " partitions, and the number of partitions cannot be reduced. Specify " + most
                            + " or more.");
        }
        List<String> topics = new ArrayList<>(List.of(readings));
        topics.addAll(besideInputs);
        topics.addAll(besideReadings);
        if (outputs) {
            OUTPUTS.forEach(
                    role -> topics.add(role.nameIn(configuration.inference().topics())));
        }
        List<Step> steps = new ArrayList<>();
        for (String topic : topics) {
            OptionalInt has = partitions(topic);
            int its = besideInputs.contains(topic) ? Math.max(wanted, others) : wanted;
            if (has.isPresent() && has.getAsInt() < its) {
                steps.add(new Step(topic, has.getAsInt(), its));
            }
        }
        return steps;
    }

    /**
     * Performs the steps in order.
     *
     * @throws KafkaException if the cluster does not respond or denies the request
     */
    public void grow(List<Step> steps) throws InterruptedException {
        for (Step step : steps) {
            try {
                admin.createPartitions(Map.of(step.topic(), NewPartitions.increaseTo(step.to())))
                        .all()
                        .get();
            } catch (ExecutionException e) {
                throw new KafkaException(
                        "the topic " + step.topic() + " cannot be increased to " + step.to() + " partitions: "
                                + Diagnosis.told(Diagnosis.cause(e), Side.KAFKA)
                                + ". Run this command again after fixing the cause",
                        e.getCause());
            }
        }
    }

    /** Returns the number of partitions of the widest input topic beside that of the readings, 0 if there is none. */
    private int mostOfOtherInputs(String readings) throws InterruptedException {
        InputTopics all = InputTopics.of(configuration.inference().mappings());
        InputTopics others = from -> {
            Set<String> names = new TreeSet<>(all.find(from));
            names.remove(readings);
            return names;
        };
        try {
            return others.mostPartitions(admin);
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "the input topics cannot be described: " + Diagnosis.told(Diagnosis.cause(e), Side.KAFKA),
                    e.getCause());
        }
    }

    /** Returns the topics that must have as many partitions as the widest input topic, if they exist. */
    private List<String> besideInputs() {
        List<String> topics = new ArrayList<>(Names.SENSOR_STORES.stream()
                .map(store -> Names.changelogOf(configuration.applicationId(), store))
                .toList());
        if (configuration.inference().alerts().clearing()) {
            topics.add(configuration.inference().topics().alertControl());
        }
        return topics;
    }

    /** Returns the topics that must have as many partitions as the readings topic, if they exist. */
    private List<String> besideReadings() {
        List<String> topics = new ArrayList<>();
        if (configuration.learner().enabled()) {
            topics.add(configuration.inference().topics().labels());
            topics.add(Names.changelogOf(configuration.learnerId(), Names.LABEL_WINDOW_STORE));
        }
        return topics;
    }

    private OptionalInt partitions(String topic) throws InterruptedException {
        try {
            TopicDescription found = Objects.requireNonNull(
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
            return OptionalInt.of(found.partitions().size());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return OptionalInt.empty();
            }
            throw new KafkaException(
                    "the topic " + topic + " cannot be described: " + Diagnosis.told(Diagnosis.cause(e), Side.KAFKA),
                    e.getCause());
        }
    }
}
