package io.elmstream.page;

/**
 * The time between two reports, during which something was counted.
 *
 * @param from in epoch milliseconds
 * @param to in epoch milliseconds, later
 */
record Period(long from, long to) {

    /** Takes the share of a second. */
    interface EachShare {
        void take(long second, double share);
    }

    /** Tells the share of each second, of the last ones if it is longer; together at most 1. */
    void shares(int mostSeconds, EachShare each) {
        double length = to - from;
        for (long second = Math.max(from / 1_000, to / 1_000 - mostSeconds); second <= (to - 1) / 1_000; second++) {
            long begin = Math.max(from, second * 1_000);
            long end = Math.min(to, second * 1_000 + 1_000);
            each.take(second, (end - begin) / length);
        }
    }
}
