package io.elmstream.governor;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The received parts of a model file that is too large for one record.
 *
 * @param sizes bytes of each part by its number
 */
public record Upload(SortedMap<Integer, Integer> sizes) {

    /** The value before the first part. */
    public static final Upload NONE = new Upload(new TreeMap<>());

    /** The largest number of parts of a file. */
    public static final int MAX_PARTS = 1_024;

    /**
     * The largest file or part in one record, in bytes: including the overhead, it fits into 1 MiB, Kafka's default
     * limit.
     */
    public static final int MAX_RECORD_BYTES = 900_000;

    /** The size of a part as sent by Elmstream: well below the 1 MiB that Kafka allows by default for a record. */
    public static final int PART_BYTES = 1 << 19;

    /** How long an upload is kept after its latest part, in milliseconds. */
    public static final long PATIENCE = 600_000;

    public Upload {
        sizes = new TreeMap<>(sizes);
    }

    /** Returns the total size received, in bytes. */
    public long bytes() {
        return sizes.values().stream().mapToLong(Integer::intValue).sum();
    }

    /** Returns whether the part has been received. */
    public boolean has(int part) {
        return sizes.containsKey(part);
    }

    /** Returns a copy with one more part, or with a part replaced. */
    public Upload with(int part, int size) {
        SortedMap<Integer, Integer> more = new TreeMap<>(sizes);
        more.put(part, size);
        return new Upload(more);
    }

    /** Returns the numbers of the missing parts. */
    List<Integer> missing(int parts) {
        return IntStream.range(0, parts).filter(part -> !has(part)).boxed().toList();
    }
}
