package io.elmstream.app;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How a partition moves, from one look at it to the next. Times are in epoch milliseconds. When a record came is known
 * no better than from the looks, and not at all from before the first one, so an age is at least what is said.
 */
final class PartitionProgress {

    /** Looks with new records that are remembered, fewer after a long stop. */
    private static final int MAX_ARRIVALS = 600;

    /** The end of the partition, and when it was first seen there. */
    private record Arrival(long end, long at) {}

    private final Deque<Arrival> arrivals = new ArrayDeque<>();
    private PartitionOffsets offsets;
    private long movedAt;

    PartitionProgress(PartitionOffsets offsets, long now) {
        this.offsets = offsets;
        this.movedAt = now;
        look(offsets, true, now);
    }

    /** @param mayMove false while the application is paused, which is no lack of progress */
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

    /** Every other arrival but the first; what came with one that goes counts as come with the next. */
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

    /** For how long nothing has been committed though there is something to read; 0 where there is nothing. */
    long standsStill(long now) {
        return offsets.lag() == 0 ? 0 : now - movedAt;
    }

    /** How long the oldest record that is not answered has been waiting, at least; 0 where there is none. */
    long oldestWaited(long now) {
        return arrivals.isEmpty() ? 0 : now - arrivals.peekFirst().at();
    }
}
