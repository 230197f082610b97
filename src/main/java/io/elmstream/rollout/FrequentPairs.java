package io.elmstream.rollout;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts the most frequent pairs of classes in bounded memory, however many there are: Misra and Gries, "Finding
 * repeated elements", Science of Computer Programming 2 (1982), with the pruning of several pairs at once of Anderson
 * and others, "A High-Performance Algorithm for Identifying Frequent Items in Data Streams", IMC 2017. A count is never
 * too high, and too low by at most {@link #error()}, which is at most the number of all counted readings divided by
 * {@link #KEPT}. Up to {@value #CAPACITY} pairs are counted exactly. Thread-safe; a call takes microseconds.
 */
public final class FrequentPairs {

    /** The number of pairs left after pruning. */
    static final int KEPT = 256;

    private static final int CAPACITY = 2 * KEPT;

    private final Map<ClassPair, Count> counts = new HashMap<>();
    private long error;

    private static final class Count {
        private long readings;
    }

    /** Counts one reading. */
    public synchronized void count(ClassPair pair) {
        Count count = counts.get(pair);
        if (count == null) {
            if (counts.size() == CAPACITY) {
                prune();
            }
            count = new Count();
            counts.put(pair, count);
        }
        count.readings++;
    }

    /** Returns the pairs with their counts. */
    public synchronized Map<ClassPair, Long> counts() {
        Map<ClassPair, Long> all = new HashMap<>();
        counts.forEach((pair, count) -> all.put(pair, count.readings));
        return all;
    }

    /**
     * Returns the largest error of a count, and the largest count of a pair that is missing; 0 while all are counted.
     */
    public synchronized long error() {
        return error;
    }

    /**
     * Subtracts the count of the first surplus pair from all counts, and removes the pairs whose count drops to zero.
     */
    private void prune() {
        long[] sorted = counts.values().stream()
                .mapToLong(count -> count.readings)
                .sorted()
                .toArray();
        long cut = sorted[sorted.length - KEPT - 1];
        error += cut;
        counts.values().forEach(count -> count.readings -= cut);
        counts.values().removeIf(count -> count.readings <= 0);
    }
}
