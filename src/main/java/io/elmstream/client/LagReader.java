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
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Measures how far the applications of an installation are behind their topics. */
public final class LagReader {

    private final Configuration configuration;
    private final Admin admin;
    private final InstantSource clock;

    /**
     * @param admin client that is not closed here
     * @param clock by which the age of records is counted
     */
    public LagReader(Configuration configuration, Admin admin, InstantSource clock) {
        this.configuration = configuration;
        this.admin = admin;
        this.clock = clock;
    }

    /**
     * Returns the lag of every application that there is with these settings.
     *
     * @throws ExecutionException if the cluster does not answer in time or refuses the request
     */
    public List<GroupLag> read() throws ExecutionException, InterruptedException {
        Topics topics = configuration.inference().topics();
        InputTopics readings = InputTopics.of(configuration.inference().mappings());
        List<GroupLag> lags = new ArrayList<>();
        lags.add(read("inference", configuration.applicationId(), readings));
        lags.add(read("governor", configuration.governorId(), InputTopics.of(topics.modelControl())));
        if (configuration.learner().enabled()) {
            lags.add(read("learner", configuration.learnerId(), cluster -> {
                TreeSet<String> all = new TreeSet<>(readings.find(cluster));
                all.add(topics.labels());
                return all;
            }));
        }
        return lags;
    }

    private GroupLag read(String application, String group, InputTopics topics)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, PartitionOffsets> offsets = new GroupOffsets(admin, group, topics).read();
        Map<TopicPartition, Long> oldest =
                new OldestUnread(new KafkaClients(configuration.clients())).timestamps(offsets);
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
        return new GroupLag(application, group, GroupMembers.of(admin, group).count(), partitions);
    }

    /** A sender's clock may be ahead. */
    private static Optional<Long> age(long now, @Nullable Long timestamp) {
        return Optional.ofNullable(timestamp).map(at -> Math.max(0, now - at));
    }
}
