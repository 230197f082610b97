package io.elmstream.scoring.topic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Some offsets of a partition.
 *
 * @param partition the partition
 * @param from the first offset
 * @param to the end, exclusive, not before {@code from}
 */
record Stretch(int partition, long from, long to) {

    /**
     * Returns what a range has of each partition, in their order.
     *
     * @throws io.elmstream.data.DataException if a bound names offsets that the topic does not have
     */
    static List<Stretch> of(Bound from, Bound to, Consumer<?, ?> consumer, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = to.resolve("--to", consumer, partitions);
        List<Stretch> stretches = new ArrayList<>();
        from.resolve("--from", consumer, partitions).forEach((partition, first) -> {
            Long end = ends.get(partition);
            if (end != null) {
                stretches.add(new Stretch(partition.partition(), first, Math.max(first, end)));
            }
        });
        stretches.sort(Comparator.comparingInt(Stretch::partition));
        return List.copyOf(stretches);
    }

    /** Returns the offsets in stretches of at most this many. */
    List<Stretch> cut(long most) {
        List<Stretch> pieces = new ArrayList<>();
        for (long at = from; at < to; at += most) {
            pieces.add(new Stretch(partition, at, Math.min(to, at + most)));
        }
        return pieces;
    }

    long offsets() {
        return to - from;
    }
}
