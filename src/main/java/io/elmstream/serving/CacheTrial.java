package io.elmstream.serving;

import java.util.Locale;

/**
 * Whether the cache pays for one version: the time of a row with it, compared with the time of rows that are scored
 * without it now and then, in groups of the same size. The cache has lost when it was slower in several windows in
 * succession; each is long enough to fill it.
 */
final class CacheTrial {

    /** Every group of this number is scored without the cache. */
    static final int CONTROL = 32;

    /** The fewest rows of a window. */
    static final int SHORTEST_WINDOW = 1 << 16;

    /** The number of windows, as one of them may contain a pause of the process. */
    static final int WINDOWS = 3;

    private final int window;
    private long groups;
    private double controlRows;
    private double controlNanos;
    private long rows;
    private long hits;
    private long nanos;
    private int lost;

    /** @param capacity rows that fit into the cache */
    CacheTrial(int capacity) {
        window = Math.max(SHORTEST_WINDOW, capacity);
    }

    /** Returns whether the cache costs more than it saves. */
    boolean isLost() {
        return lost == WINDOWS;
    }

    /** Returns whether the next group is to be scored without the cache. */
    boolean isControl() {
        return groups++ % CONTROL == 0;
    }

    /** Takes the time of a group without the cache. */
    void control(int count, long scoring) {
        controlRows += count;
        controlNanos += scoring;
    }

    /**
     * Takes the time of a group with the cache.
     *
     * @param found of its rows
     * @param spent nanoseconds for the cache
     * @param scoring nanoseconds for the rows that were not found
     */
    CacheUse cached(int count, int found, long spent, long scoring) {
        rows += count;
        hits += found;
        nanos += spent + scoring;
        double saved = found * controlNanos / controlRows;
        if (rows >= window) {
            judge();
        }
        return new CacheUse(count, found, (long) saved, spent);
    }

    private void judge() {
        lost = nanos > rows * controlNanos / controlRows ? lost + 1 : 0;
        if (!isLost()) {
            rows = 0;
            hits = 0;
            nanos = 0;
            // what the machine does changes, so later controls count more
            controlRows /= 2;
            controlNanos /= 2;
        }
    }

    /** Returns the figures of a trial that was lost. */
    String figures() {
        return String.format(
                Locale.ROOT,
                "%,.0f ns a reading with it, %,.0f without, %.1f %% of the readings found",
                (double) nanos / rows,
                controlNanos / controlRows,
                100.0 * hits / rows);
    }
}
