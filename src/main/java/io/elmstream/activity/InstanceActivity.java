package io.elmstream.activity;

import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What an instance did since its process started, besides what it counts by version: latency, alerts and dead letters.
 * The memory is bounded. Written by tasks, read by reports and metrics. Thread-safe.
 */
public final class InstanceActivity {

    private final LongAdder raised = new LongAdder();
    private final LongAdder cleared = new LongAdder();
    private final StandingAlerts standing = new StandingAlerts();
    private final DeadLetterSamples deadLetters = new DeadLetterSamples();
    private final long[] latency = new long[LatencyHistogram.BUCKETS];
    private long latencyMillis;

    /** Returns a counter for the latency of one task. */
    public TaskLatency latencyOfTask() {
        return new TaskLatency(this);
    }

    /** Returns the record of the alerts of one task, empty; close it when the task is closed. */
    public TaskAlerts alertsOfTask() {
        return new TaskAlerts(standing);
    }

    void addLatency(long[] counts, int first, int last, long millis) {
        synchronized (latency) {
            for (int i = first; i <= last; i++) {
                latency[i] += counts[i];
            }
            latencyMillis += millis;
        }
    }

    /** Counts an alert that was raised. */
    public void raised() {
        raised.increment();
    }

    /** Counts an alert that was cleared. */
    public void cleared() {
        cleared.increment();
    }

    /**
     * Counts a dead letter.
     *
     * @param now in epoch milliseconds
     * @param sample is asked only if the dead letter is to be remembered
     */
    public void rejected(String reason, long now, Supplier<DeadLetterSample> sample) {
        deadLetters.add(reason, now, sample);
    }

    /** Returns how long readings took from the timestamp of their record to their prediction. */
    public LatencyHistogram latency() {
        synchronized (latency) {
            return LatencyHistogram.of(latency, latencyMillis);
        }
    }

    /** Returns how many alerts were raised. */
    public long alertsRaised() {
        return raised.sum();
    }

    /** Returns how many alerts were cleared. */
    public long alertsCleared() {
        return cleared.sum();
    }

    /** Returns how many alerts stand, on the partitions that this instance reads now. */
    public int alertsStanding() {
        return standing.count();
    }

    /** Returns some of the alerts that stand: new ones first, then those that were returned longest ago. */
    public List<SensorAlert> nextAlerts() {
        return standing.next(SensorAlert.MOST);
    }

    /** Returns how many dead letters there were, by reason. */
    public SortedMap<String, Long> deadLetters() {
        return deadLetters.counts();
    }

    /** Returns the last dead letters of each reason, newest first. */
    public List<DeadLetterSample> samples() {
        return deadLetters.newest();
    }
}
