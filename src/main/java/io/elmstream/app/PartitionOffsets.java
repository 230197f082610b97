package io.elmstream.app;

import java.util.OptionalLong;

/**
 * How far a consumer group has come with a partition.
 *
 * @param committed the offset that the group reads next; empty before its first commit
 * @param beginning of what is kept
 * @param end behind the last committed record
 */
record PartitionOffsets(OptionalLong committed, long beginning, long end) {

    /** The next offset that there is to read. */
    long next() {
        return Math.max(committed.orElse(beginning), beginning);
    }

    /** How many offsets are left to read. */
    long lag() {
        return Math.max(0, end - next());
    }
}
