package io.elmstream.client;

import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Assigns all partitions of topics to a consumer, without a group. */
public final class Partitions {

    private Partitions() {}

    /** Assigns the partitions, positioned at their first records. */
    public static List<TopicPartition> fromTheBeginning(Consumer<?, ?> consumer, Collection<String> topics) {
        List<TopicPartition> partitions = assigned(consumer, topics);
        consumer.seekToBeginning(partitions);
        return partitions;
    }

    /** Assigns the partitions, positioned at their current ends, which are determined before the first poll. */
    public static List<TopicPartition> fromTheEnd(Consumer<?, ?> consumer, Collection<String> topics) {
        List<TopicPartition> partitions = assigned(consumer, topics);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return partitions;
    }

    /** Assigns the partitions, positioned at the committed offsets or according to {@code auto.offset.reset}. */
    public static List<TopicPartition> assigned(Consumer<?, ?> consumer, Collection<String> topics) {
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        return partitions;
    }
}
