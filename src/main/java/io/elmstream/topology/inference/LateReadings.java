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
 * The late readings of one task: those that arrived from the first reading on whose version is not loaded, in order of
 * arrival. They join the micro-batch when it is flushed, so the order per key is kept. Until then all versions that
 * they need are loaded in the background, each once. Belongs to one task; not thread-safe.
 */
final class LateReadings {

    /**
     * How long late readings may delay a task between two commits. The open transaction must not time out meanwhile,
     * which it does after ten seconds, and the member must not lose its group membership.
     */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A reading as received. */
    record LateReading(Record<byte[], byte[]> record, RecordMetadata origin) {}

    /** Adds a reading to the batch. */
    @FunctionalInterface
    interface Taker {

        /**
         * Tries to add a reading.
         *
         * @param mayWait whether it is still possible to wait for a missing version
         * @return false if this reading and all behind it have to stay
         */
        boolean take(LateReading reading, boolean mayWait);
    }

    private final LateVersions versions;
    private final Duration patience;
    private final LongSupplier clock;
    private final Deque<LateReading> readings = new ArrayDeque<>();
    private Duration left;

    /**
     * Creates an empty queue.
     *
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
     * Waits for the versions, as many at a time as fit in memory, and forwards the readings. If the taker or the batch
     * throws, the readings that were not added remain queued.
     *
     * @param batch forwards the readings that were added
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

    /** Returns whether enough of the patience is used up that a commit should follow. */
    boolean isImpatient() {
        return left.compareTo(patience.dividedBy(2)) < 0;
    }

    /** Resets the patience for the next transaction. */
    void committed() {
        left = patience;
    }

    /** Discards all readings: they will be read again, or belong to another task now. */
    void clear() {
        readings.clear();
        versions.clear();
        left = patience;
    }

    private void await(Duration patience) {
        try {
            versions.await(patience);
        } catch (InterruptedException e) {
            // Kafka Streams handles this exception
            throw new InterruptException(e);
        }
    }
}
