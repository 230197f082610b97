package io.elmstream.activity;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long readings took, in milliseconds, from the timestamp of their record to their prediction. Times are counted in
 * {@value #BUCKETS} buckets: up to 31 ms each has its own, and above that each power of two is divided into 16, so that
 * a bucket is at most 1/16 as wide as its times are long. Times above an hour count as one hour, those below 0, of
 * clocks that differ, as 0. Immutable.
 */
public final class LatencyHistogram {

    /** The number of buckets. */
    public static final int BUCKETS = 300;

    /** The longest time that is told apart, in milliseconds. */
    public static final long MOST = 3_600_000;

    /** Nothing. */
    public static final LatencyHistogram EMPTY = new LatencyHistogram(new long[BUCKETS], 0);

    private static final int BITS = 4;
    private static final int PARTS = 1 << BITS;

    private final long[] counts;
    private final long millis;

    private LatencyHistogram(long[] counts, long millis) {
        this.counts = counts;
        this.millis = millis;
    }

    /**
     * Creates a histogram.
     *
     * @param counts by bucket; {@link #BUCKETS} numbers, 0 or more
     * @param millis the sum of all times, 0 or more
     * @throws IllegalArgumentException if the counts do not have this form
     */
    public static LatencyHistogram of(long[] counts, long millis) {
        if (counts.length != BUCKETS) {
            throw new IllegalArgumentException("a histogram has " + BUCKETS + " buckets, not " + counts.length);
        }
        for (long count : counts) {
            Counts.require(count, "a count of the latency");
        }
        Counts.require(millis, "the sum of the latency");
        return new LatencyHistogram(counts.clone(), millis);
    }

    /**
     * Creates a histogram from the buckets that are not empty.
     *
     * @param byStart counts, 0 or more, by the least time of their bucket
     * @param millis the sum of all times, 0 or more
     * @throws IllegalArgumentException if a number is negative
     */
    public static LatencyHistogram of(SortedMap<Long, Long> byStart, long millis) {
        long[] counts = new long[BUCKETS];
        byStart.forEach((start, count) -> {
            Counts.require(start, "the start of a bucket");
            counts[bucket(start)] += count;
        });
        return of(counts, millis);
    }

    /** Returns the bucket of a time in milliseconds. */
    public static int bucket(long millis) {
        long within = Math.max(0, Math.min(millis, MOST));
        if (within < 2 * PARTS) {
            return (int) within;
        }
        int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(within) - BITS;
        return octave * PARTS + (int) (within >>> octave);
    }

    /** Returns the least time in a bucket, in milliseconds. */
    public static long start(int bucket) {
        if (bucket < 2 * PARTS) {
            return bucket;
        }
        int octave = bucket / PARTS - 1;
        return (long) (bucket - octave * PARTS) << octave;
    }

    /** Returns the number of times. */
    public long count() {
        return Arrays.stream(counts).sum();
    }

    /** Returns the sum of all times, in milliseconds. */
    public long millis() {
        return millis;
    }

    /** Returns the number of times below a limit in milliseconds; exact for the start of a bucket. */
    public long countBelow(long limit) {
        return Arrays.stream(counts, 0, bucket(limit)).sum();
    }

    /** Returns the sum of both. */
    public LatencyHistogram plus(LatencyHistogram other) {
        long[] sum = new long[BUCKETS];
        Arrays.setAll(sum, i -> counts[i] + other.counts[i]);
        return new LatencyHistogram(sum, millis + other.millis);
    }

    /** Returns what was counted since an earlier histogram of the same process. */
    public LatencyHistogram minus(LatencyHistogram earlier) {
        long[] difference = new long[BUCKETS];
        Arrays.setAll(difference, i -> Math.max(0, counts[i] - earlier.counts[i]));
        return new LatencyHistogram(difference, Math.max(0, millis - earlier.millis));
    }

    /**
     * Returns the time that a share of all times does not exceed, in milliseconds: the middle of its bucket.
     *
     * @param share 0 to 1, for example 0.99
     * @return empty if there are no times
     */
    public OptionalDouble quantile(double share) {
        long all = count();
        long rank = Math.max(1, (long) Math.ceil(share * all));
        long seen = 0;
        for (int i = 0; i < BUCKETS && all > 0; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return OptionalDouble.of(middle(i));
            }
        }
        return OptionalDouble.empty();
    }

    private static double middle(int bucket) {
        long last = bucket == BUCKETS - 1 ? MOST : start(bucket + 1) - 1;
        return (start(bucket) + Math.max(last, start(bucket))) / 2.0;
    }

    /** Returns the buckets that are not empty, by the least time in each, in milliseconds. */
    public SortedMap<Long, Long> byStart() {
        SortedMap<Long, Long> filled = new TreeMap<>();
        for (int i = 0; i < BUCKETS; i++) {
            if (counts[i] > 0) {
                filled.put(start(i), counts[i]);
            }
        }
        return filled;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LatencyHistogram that && millis == that.millis && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(counts) + Long.hashCode(millis);
    }

    @Override
    public String toString() {
        return "LatencyHistogram" + byStart();
    }
}
