package io.elmstream.app;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time of day, for intervals: it never steps back. It goes on by a clock that does not step, follows the system's
 * clock when that is ahead, because the machine slept or its clock was set, and ignores it when it is behind.
 * Thread-safe.
 */
public final class SteadyTime implements InstantSource {

    /** A smaller difference between both clocks is no step, in milliseconds. */
    private static final long STEP = 10_000;

    private final LongSupplier wall;
    private final LongSupplier nanos;
    private long base;
    private long since;

    /**
     * Creates one that begins with the system's time.
     *
     * @param wall the system's clock, in epoch milliseconds
     * @param nanos a clock that does not step, in nanoseconds
     */
    public SteadyTime(LongSupplier wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        follow();
    }

    /** Returns one of this machine's clocks. */
    public static SteadyTime system() {
        return new SteadyTime(System::currentTimeMillis, System::nanoTime);
    }

    @Override
    public synchronized long millis() {
        long steady = base + TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - since);
        long ahead = wall.getAsLong() - steady;
        if (ahead > STEP) {
            base += ahead;
            return steady + ahead;
        }
        return steady;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    /** Returns whether the system's clock was set back. */
    public synchronized boolean isAhead() {
        return millis() - wall.getAsLong() > STEP;
    }

    /** Begins with the system's time anew, perhaps an earlier one. */
    public synchronized void follow() {
        base = wall.getAsLong();
        since = nanos.getAsLong();
    }
}
