package io.elmstream.topology.inference;

import io.elmstream.serving.LateVersions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The readings of one task from the first on that misses a version, in the order of their arrival: they join the
 * micro-batch when it leaves, so the order of a key holds. Until then the versions are loaded elsewhere, all that the
 * readings ask for, each once. Belongs to one task; not safe for threads.
 */
final class LateReadings {

    /**
     * How long late readings may hold up a task between two commits. The open transaction must not time out meanwhile,
     * which it does after ten seconds, nor the member leave its group.
     */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A reading as it came. */
    record LateReading(Record<byte[], byte[]> record, RecordMetadata origin) {}

    /** Takes a reading to where it leaves. */
    @FunctionalInterface
    interface Taker {

        /**
         * @param mayWait whether a version that is missing may still come
         * @return false if the reading has to stay, and all behind it
         */
        boolean take(LateReading reading, boolean mayWait);
    }

    private final LateVersions versions;
    private final Duration patience;
    private final LongSupplier clock;
    private final Deque<LateReading> readings = new ArrayDeque<>();
    private Duration left;

    /**
     * @param patience how long to wait for versions between two commits
     * @param clock in milliseconds
     */
    LateReadings(LateVersions versions, Duration patience, LongSupplier clock) {
        this.versions = versions;
        this.patience = patience;
        this.clock = clock;
        this.left = patience;
    }

    LateVersions versions() {
        return versions;
    }

    boolean isEmpty() {
        return readings.isEmpty();
    }

    int size() {
        return readings.size();
    }

    void add(Record<byte[], byte[]> record, RecordMetadata origin) {
        readings.add(new LateReading(record, origin));
    }

    /**
     * Waits for the versions, as many at a time as there is memory for, and lets the readings leave. When the taker or
     * the batch throws, the readings that were not taken are still there.
     *
     * @param batch lets leave what was taken
     * @return how long it waited
     */
    Duration leave(Taker taker, Runnable batch) {
        long begun = clock.getAsLong();
        Duration waited = Duration.ZERO;
        while (!readings.isEmpty()) {
            boolean mayWait = waited.compareTo(left) < 0;
            if (mayWait) {
                await(left.minus(waited));
            } else {
                versions.giveUp();
            }
            while (!readings.isEmpty() && taker.take(readings.element(), mayWait)) {
                readings.remove();
            }
            batch.run();
            versions.release();
            waited = Duration.ofMillis(clock.getAsLong() - begun);
        }
        versions.clear();
        left = left.minus(waited);
        return waited;
    }

    /** Whether so much of the patience is used up that a commit should come. */
    boolean isImpatient() {
        return left.compareTo(patience.dividedBy(2)) < 0;
    }

    /** Begins with the next transaction. */
    void committed() {
        left = patience;
    }

    /** Forgets all: they come again, or belong to another task now. */
    void clear() {
        readings.clear();
        versions.clear();
        left = patience;
    }

    private void await(Duration patience) {
        try {
            versions.await(patience);
        } catch (InterruptedException e) {
            // Kafka Streams knows this one
            throw new InterruptException(e);
        }
    }
}
