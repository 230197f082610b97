package io.elmstream.client;

import java.util.OptionalLong;

/**
 * The progress of a consumer group on a partition.
 *
 * @param committed the offset that the group reads next; empty before its first commit
 * @param beginning first retained offset
 * @param end offset after the last committed record
 */
public record PartitionOffsets(OptionalLong committed, long beginning, long end) {

    /** Returns the next offset to read that still exists. */
    public long next() {
        return Math.max(committed.orElse(beginning), beginning);
    }

    /** Returns the number of offsets left to read. */
    public long lag() {
        return Math.max(0, end - next());
    }
}
