package io.elmstream.topics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the cluster whether topics exist, how far their partitions can be read, and how far they are written. */
public final class TopicEnds {

    private static final ListOffsetsOptions COMMITTED = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    private static final ListOffsetsOptions ALL = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);

    private final Admin admin;
    private final List<String> topics;

    /** @param admin client that is not closed here */
    public TopicEnds(Admin admin, List<String> topics) {
        this.admin = admin;
        this.topics = List.copyOf(topics);
    }

    /**
     * The two ends of a partition.
     *
     * @param readable last stable offset: that of the first record of an open transaction, or else the end
     * @param end offset after the last record, committed or not
     */
    public record Ends(long readable, long end) {}

    /**
     * The answer of the cluster.
     *
     * @param missing topics that do not exist
     * @param ends the ends of all partitions of the existing topics
     */
    public record Found(Set<String> missing, Map<TopicPartition, Ends> ends) {}

    /** Returns empty if the cluster does not answer, which other checks report. */
    public Optional<Found> read() throws InterruptedException {
        try {
            Set<String> missing = new TreeSet<>();
            Map<TopicPartition, OffsetSpec> last = new HashMap<>();
            for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                    admin.describeTopics(topics).topicNameValues().entrySet()) {
                partitions(topic.getKey(), topic.getValue())
                        .ifPresentOrElse(
                                all -> all.forEach(partition -> last.put(partition, OffsetSpec.latest())),
                                () -> missing.add(topic.getKey()));
            }
            // in this order: records committed in between must not look like an open transaction
            Map<TopicPartition, ListOffsetsResultInfo> all =
                    admin.listOffsets(last, ALL).all().get();
            Map<TopicPartition, ListOffsetsResultInfo> readable =
                    admin.listOffsets(last, COMMITTED).all().get();
            Map<TopicPartition, Ends> ends = new HashMap<>();
            last.keySet()
                    .forEach(partition -> ends.put(partition, new Ends(end(readable, partition), end(all, partition))));
            return Optional.of(new Found(missing, ends));
        } catch (ExecutionException e) {
            return Optional.empty();
        }
    }

    private static long end(Map<TopicPartition, ListOffsetsResultInfo> found, TopicPartition partition) {
        return Objects.requireNonNull(found.get(partition)).offset();
    }

    private static Optional<List<TopicPartition>> partitions(String topic, KafkaFuture<TopicDescription> described)
            throws ExecutionException, InterruptedException {
        try {
            return Optional.of(described.get().partitions().stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
