package io.elmstream.client;

import java.util.List;
import java.util.Optional;

/**
 * How far a consumer group is behind the ends of its topics.
 *
 * @param application inference, governor or learner
 * @param group id of the group
 * @param members number of running members; 0 if none runs
 * @param partitions every partition of its topics, by topic and number
 */
public record GroupLag(String application, String group, int members, List<Partition> partitions) {

    /**
     * The lag of one partition.
     *
     * @param topic name of the topic
     * @param partition number of the partition
     * @param committed offset that the group reads next; -1 before its first commit
     * @param end offset after the last committed record
     * @param records number of offsets left to read
     * @param oldestMillis age of the oldest unread record, by its timestamp, in milliseconds; 0 if there is nothing to
     *     read, null if it could not be read
     */
    public record Partition(
            String topic, int partition, long committed, long end, long records, Optional<Long> oldestMillis) {}

    public GroupLag {
        partitions = List.copyOf(partitions);
    }

    /** Returns the number of offsets left to read on all partitions. */
    public long records() {
        return partitions.stream().mapToLong(Partition::records).sum();
    }

    /**
     * Returns the age of the oldest unread record of all partitions, in milliseconds; 0 if there is nothing to read,
     * empty if that of a partition could not be read.
     */
    public Optional<Long> oldestMillis() {
        long oldest = 0;
        for (Partition partition : partitions) {
            if (partition.records() > 0 && partition.oldestMillis().isEmpty()) {
                return Optional.empty();
            }
            oldest = Math.max(oldest, partition.oldestMillis().orElse(0L));
        }
        return Optional.of(oldest);
    }
}
