package io.elmstream.client;

import io.elmstream.topics.InputTopics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Asks the cluster for the progress of a consumer group on its topics. */
public final class GroupOffsets {

    private static final ListOffsetsOptions COMMITTED = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

    private final Admin admin;
    private final String group;
    private final InputTopics topics;

    /** @param admin client that is not closed here */
    public GroupOffsets(Admin admin, String group, InputTopics topics) {
        this.admin = admin;
        this.group = group;
        this.topics = topics;
    }

    /**
     * Returns the offsets of every partition of the topics.
     *
     * @throws ExecutionException if the cluster does not answer in time or refuses the request
     */
    public Map<TopicPartition, PartitionOffsets> read() throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(topics.find(admin))
                .allTopicNames()
                .get()
                .forEach((topic, found) -> found.partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
        Map<TopicPartition, OffsetSpec> first = new HashMap<>();
        Map<TopicPartition, OffsetSpec> last = new HashMap<>();
        partitions.forEach(partition -> {
            first.put(partition, OffsetSpec.earliest());
            last.put(partition, OffsetSpec.latest());
        });
        // committed offsets first: if requested last, they could be beyond the end
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        ListOffsetsResult beginnings = admin.listOffsets(first, COMMITTED);
        ListOffsetsResult ends = admin.listOffsets(last, COMMITTED);
        Map<TopicPartition, PartitionOffsets> offsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata position = committed.get(partition);
            offsets.put(
                    partition,
                    new PartitionOffsets(
                            position == null ? OptionalLong.empty() : OptionalLong.of(position.offset()),
                            beginnings.partitionResult(partition).get().offset(),
                            ends.partitionResult(partition).get().offset()));
        }
        return offsets;
    }
}
