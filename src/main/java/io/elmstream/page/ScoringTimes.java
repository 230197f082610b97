package io.elmstream.page;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How long a reading takes to be scored, by version, over the last two minutes in which the version scored any: the
 * first readings of a process take many times as long, and would hide what later ones take.
 */
final class ScoringTimes {

    private static final int MOST = 2_000;
    private static final long MINUTE = 60_000;

    private final Map<Since.Version, Minutes> byVersion = new LinkedHashMap<>();

    private static final class Minutes {
        private long minute;
        private long rows;
        private long nanos;
        private long rowsBefore;
        private long nanosBefore;
    }

    /**
     * Adds what an instance scored between two reports.
     *
     * @param at time of the later one, in epoch milliseconds
     * @param nanos to score all of the rows
     */
    void add(Since.Version version, long at, long rows, long nanos) {
        if (rows <= 0 || nanos < 0) {
            return;
        }
        Minutes minutes = byVersion.computeIfAbsent(version, added -> new Minutes());
        if (at / MINUTE > minutes.minute) {
            minutes.minute = at / MINUTE;
            minutes.rowsBefore = minutes.rows;
            minutes.nanosBefore = minutes.nanos;
            minutes.rows = 0;
            minutes.nanos = 0;
        }
        minutes.rows += rows;
        minutes.nanos += nanos;
        if (byVersion.size() > MOST) {
            byVersion.remove(byVersion.keySet().iterator().next());
        }
    }

    /** Returns the nanoseconds that a reading takes; empty if the version has scored none. */
    OptionalDouble nanos(Since.Version version) {
        Minutes minutes = byVersion.get(version);
        return minutes == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        (double) (minutes.nanos + minutes.nanosBefore) / (minutes.rows + minutes.rowsBefore));
    }
}
