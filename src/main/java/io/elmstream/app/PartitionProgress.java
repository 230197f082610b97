package io.elmstream.app;

import io.elmstream.client.PartitionOffsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The progress of a partition across successive samples. Times are in epoch milliseconds. The arrival of a record is
 * known only to the precision of the samples, and not at all before the first sample, so ages are lower bounds.
 */
final class PartitionProgress {

    /** The maximum number of remembered samples with new records; it is reached only after a long standstill. */
    private static final int MAX_ARRIVALS = 600;

    /** The end of the partition, and when it was first observed. */
    private record Arrival(long end, long at) {}

    private final Deque<Arrival> arrivals = new ArrayDeque<>();
    private PartitionOffsets offsets;
    private long movedAt;

    PartitionProgress(PartitionOffsets offsets, long now) {
        this.offsets = offsets;
        this.movedAt = now;
        look(offsets, true, now);
    }

    /** @param mayMove false while the application is paused, which does not count as a lack of progress */
    void look(PartitionOffsets seen, boolean mayMove, long now) {
        if (seen.next() != offsets.next() || offsets.lag() == 0 || seen.lag() == 0 || !mayMove) {
            movedAt = now;
        }
        offsets = seen;
        while (!arrivals.isEmpty() && arrivals.peekFirst().end() <= seen.next()) {
            arrivals.removeFirst();
        }
        if (seen.lag() > 0 && (arrivals.isEmpty() || arrivals.peekLast().end() < seen.end())) {
            if (arrivals.size() == MAX_ARRIVALS) {
                thinOut();
            }
            arrivals.addLast(new Arrival(seen.end(), now));
        }
    }

    /** Removes every other arrival except the first; records of a removed one count as arrived with the next. */
    private void thinOut() {
        Arrival first = arrivals.removeFirst();
        boolean[] goes = {true};
        arrivals.removeIf(arrival -> goes[0] = !goes[0]);
        arrivals.addFirst(first);
    }

    long lag() {
        return offsets.lag();
    }

    long next() {
        return offsets.next();
    }

    /** Returns how long nothing has been committed while there is something to read; 0 if there is nothing. */
    long standsStill(long now) {
        return offsets.lag() == 0 ? 0 : now - movedAt;
    }

    /** Returns a lower bound of how long the oldest unanswered record has waited; 0 if there is none. */
    long oldestWaited(long now) {
        return arrivals.isEmpty() ? 0 : now - arrivals.peekFirst().at();
    }
}
