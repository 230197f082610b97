package io.elmstream.cli.stream;

import io.elmstream.cli.terminal.CommandFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * The distances of the event times, shortened or lengthened.
 *
 * @param speed how many seconds of event time pass in a second, above 0
 */
record Replay(double speed) {

    static Replay parse(String text, String option) {
        try {
            double value = Double.parseDouble(text.endsWith("x") ? text.substring(0, text.length() - 1) : text);
            if (value > 0 && Double.isFinite(value)) {
                return new Replay(value);
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new CommandFailure(
                "BAD_VALUE", option + " must be a number above 0, such as 60x, but is '" + text + "'", option);
    }

    /**
     * Returns when a reading is due, by {@link System#nanoTime}; one that is late by its event time is due at once.
     *
     * @param startNanos when the first one was due
     * @param first its event time
     * @param time the event time of this one
     */
    long due(long startNanos, Instant first, Instant time) {
        return startNanos + (long) (Duration.between(first, time).toMillis() * 1e6 / speed);
    }

    void await(long startNanos, Instant first, Instant time, BooleanSupplier stopped) {
        Pace.await(due(startNanos, first, time), stopped);
    }
}
