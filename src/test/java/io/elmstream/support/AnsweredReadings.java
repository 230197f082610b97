package io.elmstream.support;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** Which readings have had an outcome: one bit each, by partition and offset. */
public final class AnsweredReadings {

    private static final class Partition {
        private final BitSet offsets = new BitSet();
        private long count;
        private int prefix;
    }

    private final Map<Integer, Partition> partitions = new TreeMap<>();
    private long doubled;

    /** Takes down an outcome; says whether it is the reading's first. */
    public boolean first(int partition, long offset) {
        Partition answered = partitions.computeIfAbsent(partition, p -> new Partition());
        int bit = Math.toIntExact(offset);
        if (answered.offsets.get(bit)) {
            doubled++;
            return false;
        }
        answered.offsets.set(bit);
        answered.count++;
        answered.prefix = answered.offsets.nextClearBit(answered.prefix);
        return true;
    }

    /** Outcomes beyond the first of their reading. */
    public long doubled() {
        return doubled;
    }

    /** Readings with an outcome. */
    public long count() {
        return partitions.values().stream().mapToLong(each -> each.count).sum();
    }

    /**
     * How many of the readings below some ends have no outcome.
     *
     * @param ends one for each partition: the offset behind the last reading that is asked about
     */
    public long open(long[] ends) {
        long open = 0;
        for (int p = 0; p < ends.length; p++) {
            Partition answered = partitions.get(p);
            if (answered == null) {
                open += ends[p];
            } else if (answered.prefix < ends[p]) {
                int from = answered.prefix;
                open += ends[p]
                        - from
                        - answered.offsets.get(from, Math.toIntExact(ends[p])).cardinality();
            }
        }
        return open;
    }
}
