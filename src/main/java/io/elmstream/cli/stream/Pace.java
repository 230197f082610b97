package io.elmstream.cli.stream;

import io.elmstream.cli.terminal.CommandFailure;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A constant rate.
 *
 * @param perSecond events per second; infinite for as fast as possible
 */
public record Pace(double perSecond) {

    /** As fast as possible. */
    public static final String MAX = "max";

    private static final long LOOK = Duration.ofMillis(200).toNanos();

    public static Pace parse(String text, String option) {
        if (text.equals(MAX)) {
            return new Pace(Double.POSITIVE_INFINITY);
        }
        try {
            double value = Double.parseDouble(text);
            if (value > 0) {
                return new Pace(value);
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new CommandFailure(
                "BAD_VALUE", option + " must be a number above 0, or max, but is '" + text + "'", option);
    }

    public boolean isUnbounded() {
        return Double.isInfinite(perSecond);
    }

    /**
     * Waits until an event is due; events are counted from 0 at {@code startNanos}.
     *
     * @param stopped returns whether to stop waiting
     */
    public void await(long startNanos, long number, BooleanSupplier stopped) {
        await(startNanos + (long) (number / perSecond * 1e9), stopped);
    }

    /** Waits until a time of {@link System#nanoTime}. */
    static void await(long due, BooleanSupplier stopped) {
        for (long wait = due - System.nanoTime(); wait > 0 && !stopped.getAsBoolean(); wait = due - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(wait, LOOK));
        }
    }
}
