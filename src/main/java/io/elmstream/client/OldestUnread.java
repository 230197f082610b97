package io.elmstream.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Reads the timestamp of the first record that a group has not read, of each partition.
 *
 * @param clients of the cluster
 */
record OldestUnread(KafkaClients clients) {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);

    /** A fetch returns at least one batch of a partition, which is enough. */
    private static final Map<String, Object> LITTLE =
            Map.of(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");

    /**
     * Returns the timestamps in epoch milliseconds; a partition without unread records has none, nor has one that
     * cannot be read within seconds.
     *
     * @param offsets how far each partition was read
     */
    Map<TopicPartition, Long> timestamps(Map<TopicPartition, PartitionOffsets> offsets) {
        Set<TopicPartition> left = offsets.entrySet().stream()
                .filter(partition -> partition.getValue().lag() > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(HashSet::new));
        Map<TopicPartition, Long> found = new HashMap<>();
        if (left.isEmpty()) {
            return found;
        }
        try (Consumer<byte[], byte[]> consumer = clients.consumer(LITTLE)) {
            consumer.assign(left);
            offsets.forEach((partition, read) -> {
                if (left.contains(partition)) {
                    consumer.seek(partition, read.next());
                }
            });
            long start = System.nanoTime();
            while (!left.isEmpty() && System.nanoTime() - start < PATIENCE.toNanos()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                    found.putIfAbsent(partition, record.timestamp());
                }
                List<TopicPartition> done =
                        left.stream().filter(found::containsKey).toList();
                consumer.pause(done);
                done.forEach(left::remove);
            }
        } catch (AuthorizationException | org.apache.kafka.clients.consumer.InvalidOffsetException e) {
            // this user may not read the topic, or retention has deleted the record meanwhile: the age is unknown
        }
        return found;
    }
}
