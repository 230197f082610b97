package io.elmstream.page;

import java.util.Map;
import java.util.TreeMap;

/**
 * The time between two reports, during which something was counted.
 *
 * @param from in epoch milliseconds
 * @param to in epoch milliseconds, later
 */
record Period(long from, long to) {

    /** Returns the share of each second, of the last ones if it is longer; together at most 1. */
    Map<Long, Double> shares(int mostSeconds) {
        Map<Long, Double> shares = new TreeMap<>();
        double length = to - from;
        for (long second = Math.max(from / 1_000, to / 1_000 - mostSeconds); second <= (to - 1) / 1_000; second++) {
            long begin = Math.max(from, second * 1_000);
            long end = Math.min(to, second * 1_000 + 1_000);
            shares.put(second, (end - begin) / length);
        }
        return shares;
    }
}
