package io.elmstream.activity;

/**
 * A partition that an instance reads.
 *
 * @param topic the input topic
 * @param partition its number, 0 or more
 * @param lag records left to read
 * @param oldestMillis a lower bound of how long the oldest unanswered record has waited, in milliseconds
 * @param moves whether the instance makes progress there, or has nothing to read
 */
public record PartitionActivity(String topic, int partition, long lag, long oldestMillis, boolean moves) {

    /** @throws IllegalArgumentException if a number is negative */
    public PartitionActivity {
        Counts.require(partition, "partition");
        Counts.require(lag, "lag");
        Counts.require(oldestMillis, "oldestMillis");
    }
}
