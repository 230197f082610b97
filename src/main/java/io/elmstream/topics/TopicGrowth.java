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
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Gives the readings topic more partitions, and with it the changelog of the states of alert, without which no task
 * would be assigned any more. What was given to only one of them by other means it completes.
 */
public final class TopicGrowth {

    private static final List<TopicRole> OUTPUTS =
            List.of(TopicRole.PREDICTIONS, TopicRole.SHADOW_PREDICTIONS, TopicRole.ALERTS, TopicRole.DEAD_LETTERS);

    private final Admin admin;
    private final Configuration configuration;

    /**
     * A topic that grows.
     *
     * @param topic its name
     * @param from partitions that it has
     * @param to partitions that it gets
     */
    public record Step(String topic, int from, int to) {}

    /** @param admin for the configuration's cluster; stays open */
    public TopicGrowth(Admin admin, Configuration configuration) {
        this.admin = admin;
        this.configuration = configuration;
    }

    /**
     * What there is to be done.
     *
     * @param partitions wanted; empty only completes what has begun
     * @param outputs whether topics that Elmstream writes to grow too, where they have fewer
     * @throws ConfigurationException if the readings topic does not exist, or has more partitions than wanted
     * @throws KafkaException if the cluster does not answer, or refuses
     */
    public List<Step> plan(OptionalInt partitions, boolean outputs) throws InterruptedException {
        String readings = TopicRole.READINGS.nameIn(configuration.inference().topics());
        String changelog = Names.changelogOf(configuration.applicationId(), Names.ALERT_STATE_STORE);
        int most = Math.max(
                partitions(readings)
                        .orElseThrow(() -> new ConfigurationException(
                                ConfigurationKeys.topic(TopicRole.READINGS),
                                "The topic " + readings
                                        + " does not exist. Create it with: elmstream topics create --config FILE")),
                partitions(changelog).orElse(0));
        int wanted = partitions.orElse(most);
        if (wanted < most) {
            throw new ConfigurationException(
                    ConfigurationKeys.topic(TopicRole.READINGS),
                    "The topic " + readings + " or " + changelog + " has " + most
                            + " partitions, and the number of partitions cannot be reduced. Specify " + most
                            + " or more.");
        }
        List<String> topics = new ArrayList<>(List.of(readings, changelog));
        if (outputs) {
            OUTPUTS.forEach(
                    role -> topics.add(role.nameIn(configuration.inference().topics())));
        }
        List<Step> steps = new ArrayList<>();
        for (String topic : topics) {
            OptionalInt has = partitions(topic);
            if (has.isPresent() && has.getAsInt() < wanted) {
                steps.add(new Step(topic, has.getAsInt(), wanted));
            }
        }
        return steps;
    }

    /**
     * Takes the steps, one right after the other.
     *
     * @throws KafkaException if the cluster does not answer, or refuses
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
