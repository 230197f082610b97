package io.elmstream.governor;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The parts that have come of a model file too large for one record.
 *
 * @param sizes bytes of each part by its number
 */
public record Upload(SortedMap<Integer, Integer> sizes) {

    /** Before the first part. */
    public static final Upload NONE = new Upload(new TreeMap<>());

    /** The most parts of a file. */
    public static final int MAX_PARTS = 1_024;

    /**
     * The most bytes of a file or a part in one record: with what goes around it, it fits into 1 MiB, Kafka's default
     * limit.
     */
    public static final int MAX_RECORD_BYTES = 900_000;

    /** The size of a part as Elmstream sends it: well below the 1 MiB that a record may have by Kafka's default. */
    public static final int PART_BYTES = 1 << 19;

    /** After so long without a new part an upload is forgotten, in milliseconds. */
    public static final long PATIENCE = 600_000;

    public Upload {
        sizes = new TreeMap<>(sizes);
    }

    /** All bytes that have come. */
    public long bytes() {
        return sizes.values().stream().mapToLong(Integer::intValue).sum();
    }

    /** Whether the part has come. */
    public boolean has(int part) {
        return sizes.containsKey(part);
    }

    /** With one more part, or another one in its place. */
    public Upload with(int part, int size) {
        SortedMap<Integer, Integer> more = new TreeMap<>(sizes);
        more.put(part, size);
        return new Upload(more);
    }

    /** The numbers of the parts that have not come. */
    List<Integer> missing(int parts) {
        return IntStream.range(0, parts).filter(part -> !has(part)).boxed().toList();
    }
}
