package io.elmstream.topology.inference;

import io.elmstream.alert.Position;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The readings whose outcome a broker has refused. Such a refusal loses the transaction, so the readings come again,
 * and then one finds here which of them must not be tried as before. Safe for threads: what the producer hears goes in,
 * what tasks ask comes out.
 */
public final class RefusedReadings {

    /** A reading that was forgotten is refused once more, and remembered again. */
    private static final int MOST = 10_000;

    /** No shadow prediction, a dead letter instead of a prediction, and a dead letter with nothing but its position. */
    private static final int REMEDIES = 3;

    /**
     * What a broker refused.
     *
     * @param topic that did not take the record
     * @param words why not, as the broker says it
     * @param times how often something of this reading was refused, 1 or more
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
     * Remembers a refusal. Of one producer only the first counts: it fails its transaction, and all that is not sent
     * yet fails with the same words.
     *
     * @param producer the thread that tells of it
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

    /** What was refused of a reading. */
    Optional<Refusal> of(String topic, int partition, long offset) {
        if (!any) {
            return Optional.empty();
        }
        synchronized (this) {
            return Optional.ofNullable(refusals.get(new Position(topic, partition, offset)));
        }
    }

    /**
     * How many refusals had a remedy that was not tried yet, since the process began. A thread that failed with such a
     * refusal need not worry anybody: what comes after it goes another way.
     */
    public long steps() {
        return steps;
    }
}
