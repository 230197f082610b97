package io.elmstream.topics;

import io.elmstream.config.Configuration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;

/**
 * Checks that the changelog of the alert states has as many partitions as the readings topic. If only one of them was
 * increased, Kafka Streams no longer assigns any task.
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
        if (configuration.alertStateChangelog().isEmpty()) {
            return Optional.empty();
        }
        String readings = configuration.inference().topics().readings();
        String changelog = configuration.alertStateChangelog().get();
        Map<String, KafkaFuture<TopicDescription>> described =
                admin.describeTopics(List.of(readings, changelog)).topicNameValues();
        try {
            return problem(readings, partitions(described, readings), changelog, partitions(described, changelog));
        } catch (ExecutionException e) {
            // missing topic, missing permission or no response: other checks report these
            return Optional.empty();
        }
    }

    private static int partitions(Map<String, KafkaFuture<TopicDescription>> described, String topic)
            throws ExecutionException, InterruptedException {
        return Objects.requireNonNull(described.get(topic)).get().partitions().size();
    }

    /** Returns the problem for the given numbers of partitions, if there is one. */
    static Optional<String> problem(String readings, int partitions, String changelog, int logged) {
        return partitions == logged
                ? Optional.empty()
                : Optional.of(
                        "The topic %s has %d partitions, and %s, which keeps the alert states of its sensors, has %d. "
                                        .formatted(readings, partitions, changelog, logged)
                                + "No reading is scored until both have the same number. Run: elmstream"
                                + " topics grow");
    }
}
