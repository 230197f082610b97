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
 * Looks whether the changelog of the states of alert has as many partitions as the readings topic. Where somebody gave
 * only the one more, Kafka Streams assigns no task any more.
 */
public final class PartitionsCheck {

    private final Admin admin;
    private final Configuration configuration;

    /** @param admin for the configuration's cluster; stays open */
    public PartitionsCheck(Admin admin, Configuration configuration) {
        this.admin = admin;
        this.configuration = configuration;
    }

    /** What is wrong and what to do; empty also where it cannot be seen. */
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
            // not there yet, not allowed, or no answer, of which others tell
            return Optional.empty();
        }
    }

    private static int partitions(Map<String, KafkaFuture<TopicDescription>> described, String topic)
            throws ExecutionException, InterruptedException {
        return Objects.requireNonNull(described.get(topic)).get().partitions().size();
    }

    /** The same for numbers that are known. */
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
