package io.elmstream.support;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits as long as there is progress, however slow the machine is. */
public final class Progress {

    /** Longer than any time-out of Kafka's clients or brokers that may have to pass first, on a slow machine. */
    private static final Duration STALL = Duration.ofMinutes(5);

    private static final long POLL_MS = 25;
    /** For what a broker must be asked. */
    private static final long ASK_MS = 250;

    private Progress() {}

    /** Waits until something holds that nothing is counted of. */
    public static void await(String what, BooleanSupplier done) throws InterruptedException {
        await(what, () -> done.getAsBoolean() ? 0 : 1, ASK_MS);
    }

    /**
     * Waits until nothing is left.
     *
     * @param left what is left, which must become less within five minutes each time
     */
    public static void await(String what, LongSupplier left) throws InterruptedException {
        await(what, left, POLL_MS);
    }

    private static void await(String what, LongSupplier left, long pause) throws InterruptedException {
        long least = Long.MAX_VALUE;
        long since = System.nanoTime();
        for (long now = left.getAsLong(); now > 0; now = left.getAsLong()) {
            if (now < least) {
                least = now;
                since = System.nanoTime();
            }
            if (System.nanoTime() - since > STALL.toNanos()) {
                throw new AssertionError("%d left for %s, and no progress for %s".formatted(now, what, STALL));
            }
            Thread.sleep(pause);
        }
    }
}
