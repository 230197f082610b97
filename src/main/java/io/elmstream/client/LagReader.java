package io.elmstream.client;

import io.elmstream.config.Configuration;
import io.elmstream.topics.InputTopics;
import io.elmstream.topology.Topics;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Measures how far the applications of an installation are behind their topics. Each application is asked for as its
 * own principal, since no other may see its group.
 */
public final class LagReader implements AutoCloseable {

    private record Application(String name, String group, InputTopics topics, KafkaClients clients, Admin admin) {}

    private final List<Application> applications = new ArrayList<>();
    private final InstantSource clock;

    /**
     * @param configuration of the applications
     * @param settings changes the settings of the admin clients
     * @param clock by which the age of records is counted
     * @throws org.apache.kafka.common.KafkaException if the settings of a client are inconsistent
     */
    public LagReader(Configuration configuration, UnaryOperator<Map<String, Object>> settings, InstantSource clock) {
        this.clock = clock;
        Topics topics = configuration.inference().topics();
        InputTopics readings = InputTopics.of(configuration.inference().mappings());
        try {
            applications.add(application(
                    "inference",
                    configuration.applicationId(),
                    InputTopics.ofInference(configuration.inference()),
                    configuration.clients(),
                    settings));
            applications.add(application(
                    "governor",
                    configuration.governorId(),
                    InputTopics.of(topics.modelControl()),
                    configuration.governorClients(),
                    settings));
            if (configuration.learner().enabled()) {
                applications.add(application(
                        "learner",
                        configuration.learnerId(),
                        readings.and(topics.labels()),
                        configuration.learnerClients(),
                        settings));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static Application application(
            String name,
            String group,
            InputTopics topics,
            Map<String, Object> clients,
            UnaryOperator<Map<String, Object>> settings) {
        return new Application(
                name, group, topics, new KafkaClients(clients), new KafkaClients(settings.apply(clients)).admin());
    }

    /**
     * Returns the lag of every application that there is with these settings.
     *
     * @throws ExecutionException if the cluster does not answer in time or refuses the request
     */
    public List<GroupLag> read() throws ExecutionException, InterruptedException {
        List<GroupLag> lags = new ArrayList<>();
        for (Application application : applications) {
            lags.add(read(application));
        }
        return lags;
    }

    private GroupLag read(Application of) throws ExecutionException, InterruptedException {
        Map<TopicPartition, PartitionOffsets> offsets = new GroupOffsets(of.admin(), of.group(), of.topics()).read();
        Map<TopicPartition, Long> oldest = new OldestUnread(of.clients()).timestamps(offsets);
        long now = clock.millis();
        List<GroupLag.Partition> partitions = new ArrayList<>();
        offsets.forEach((partition, found) -> partitions.add(new GroupLag.Partition(
                partition.topic(),
                partition.partition(),
                found.committed().orElse(-1),
                found.end(),
                found.lag(),
                found.lag() == 0 ? Optional.of(0L) : age(now, oldest.get(partition)))));
        partitions.sort(Comparator.comparing(GroupLag.Partition::topic).thenComparing(GroupLag.Partition::partition));
        return new GroupLag(
                of.name(), of.group(), GroupMembers.of(of.admin(), of.group()).count(), partitions);
    }

    /** A sender's clock may be ahead. */
    private static Optional<Long> age(long now, @Nullable Long timestamp) {
        return Optional.ofNullable(timestamp).map(at -> Math.max(0, now - at));
    }

    @Override
    public void close() {
        applications.forEach(application -> application.admin().close());
    }
}
