package io.elmstream.training;

import io.elmstream.elm.Samples;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Estimates how many rows of one data set are in another, in whatever order, with memory that does not grow with the
 * rows: those with the smallest hashes are a sample of all different rows (Broder: "On the resemblance and containment
 * of documents", 1997). Rows are compared by their features.
 */
public final class SharedRows {

    private static final int MOST = 1_000;

    private SharedRows() {}

    /**
     * Estimates the share of rows that occur among others; exactly, if there are at most {@value #MOST}.
     *
     * @param rows the rows to look for
     * @param others the rows to look among
     * @return from 0 to 1; 0 if there are no rows
     */
    public static double of(Samples rows, Samples others) {
        NavigableSet<Long> sample = new TreeSet<>();
        rows.forEach((features, label) -> {
            long hash = hash(features);
            if (sample.size() < MOST || hash < sample.last()) {
                sample.add(hash);
            }
            if (sample.size() > MOST) {
                sample.pollLast();
            }
        });
        if (sample.isEmpty()) {
            return 0;
        }
        long largest = sample.last();
        Set<Long> found = new HashSet<>();
        others.forEach((features, label) -> {
            long hash = hash(features);
            if (hash <= largest && sample.contains(hash)) {
                found.add(hash);
            }
        });
        return (double) found.size() / sample.size();
    }

    /** Mixes as SplitMix64 does, so that every bit depends on every feature. */
    private static long hash(float[] features) {
        long hash = 0;
        for (float feature : features) {
            // adding 0 makes -0 the same as 0
            long z = (hash ^ Float.floatToIntBits(feature + 0f)) + 0x9E3779B97F4A7C15L;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            hash = z ^ (z >>> 31);
        }
        return hash;
    }
}
