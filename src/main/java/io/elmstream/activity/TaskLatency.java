package io.elmstream.activity;

/**
 * Counts how long the readings of one task took. Belongs to the thread of the task, which adds up a micro-batch at a
 * time, so that a reading costs neither a lock nor a clock.
 */
public final class TaskLatency {

    private final InstanceActivity all;
    private final long[] counts = new long[LatencyHistogram.BUCKETS];
    private long millis;
    private int first = LatencyHistogram.BUCKETS;
    private int last = -1;

    TaskLatency(InstanceActivity all) {
        this.all = all;
    }

    /** Counts a reading that took some time, in milliseconds. */
    public void add(long took) {
        int bucket = LatencyHistogram.bucket(took);
        counts[bucket]++;
        millis += Math.max(0, Math.min(took, LatencyHistogram.MOST));
        first = Math.min(first, bucket);
        last = Math.max(last, bucket);
    }

    /** Adds what was counted to the counts of the instance. */
    public void addUp() {
        if (last < first) {
            return;
        }
        all.addLatency(counts, first, last, millis);
        for (int i = first; i <= last; i++) {
            counts[i] = 0;
        }
        millis = 0;
        first = LatencyHistogram.BUCKETS;
        last = -1;
    }
}
