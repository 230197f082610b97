package io.elmstream.client;

import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Assigns all partitions of topics to a consumer, without a group. */
public final class Partitions {

    private Partitions() {}

    /** To be read from their first records on. */
    public static List<TopicPartition> fromTheBeginning(Consumer<?, ?> consumer, Collection<String> topics) {
        List<TopicPartition> partitions = assigned(consumer, topics);
        consumer.seekToBeginning(partitions);
        return partitions;
    }

    /** To be read from their present ends on, wherever they are by the first poll. */
    public static List<TopicPartition> fromTheEnd(Consumer<?, ?> consumer, Collection<String> topics) {
        List<TopicPartition> partitions = assigned(consumer, topics);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return partitions;
    }

    /** To be read from where the consumer's group stands, or as its settings say. */
    public static List<TopicPartition> assigned(Consumer<?, ?> consumer, Collection<String> topics) {
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        return partitions;
    }
}
