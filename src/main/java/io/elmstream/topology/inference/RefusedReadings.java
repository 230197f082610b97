package io.elmstream.topology.inference;

import io.elmstream.alert.Position;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The readings whose outcome a broker rejected. A rejection aborts the transaction, so the readings are read again, and
 * this class knows which of them need a different output. Thread-safe: written by producer callbacks, read by tasks.
 */
public final class RefusedReadings {

    /** The largest number of readings kept. A reading that was evicted is rejected once more, and recorded again. */
    private static final int MOST = 10_000;

    /**
     * The number of remedies: drop the shadow prediction, send a dead letter instead of the prediction, send a minimal
     * dead letter.
     */
    private static final int REMEDIES = 3;

    /**
     * A rejection by a broker.
     *
     * @param topic that rejected the record
     * @param words the error message of the broker
     * @param times how often an output of this reading was rejected, 1 or more
     */
    record Refusal(String topic, String words, int times) {}

    private final Map<Position, Refusal> refusals = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Position, Refusal> eldest) {
            return size() > MOST;
        }
    };
    private final Set<Thread> heard = Collections.newSetFromMap(new WeakHashMap<>());
    private volatile boolean any;
    private volatile long steps;

    /**
     * Records a rejection. Only the first one per producer counts: it fails the transaction, and all records not sent
     * yet fail with the same message.
     *
     * @param producer the thread that reports it
     */
    synchronized void refused(Position reading, String topic, String words, Thread producer) {
        if (!heard.add(producer)) {
            return;
        }
        Refusal before = refusals.remove(reading);
        int times = before == null ? 1 : before.times() + 1;
        refusals.put(reading, new Refusal(topic, words, times));
        any = true;
        if (times <= REMEDIES) {
            steps++;
        }
    }

    /** Returns the rejection of a reading. */
    Optional<Refusal> of(String topic, int partition, long offset) {
        if (!any) {
            return Optional.empty();
        }
        synchronized (this) {
            return Optional.ofNullable(refusals.get(new Position(topic, partition, offset)));
        }
    }

    /**
     * Returns the number of rejections since the process started for which a remedy was left. A thread that failed
     * because of one of them needs no attention: the retry uses the remedy.
     */
    public long steps() {
        return steps;
    }
}
