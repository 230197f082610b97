package io.elmstream.client;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The records of a topic from a time on, up to the ends of its partitions. */
public final class RecentRecords {

    private RecentRecords() {}

    /**
     * Reads all partitions of a topic.
     *
     * @param since by the timestamps of the records, in epoch milliseconds
     */
    public static void read(
            KafkaClients clients, String topic, long since, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer = clients.consumer()) {
            List<TopicPartition> partitions = Partitions.fromTheEnd(consumer, List.of(topic));
            Map<TopicPartition, @Nullable OffsetAndTimestamp> first = consumer.offsetsForTimes(
                    partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> since)));
            first.forEach((partition, found) -> {
                // a partition without such records stays at its end
                if (found != null) {
                    consumer.seek(partition, found.offset());
                }
            });
            PresentRecords.of(consumer).forEach(reader);
        }
    }
}
