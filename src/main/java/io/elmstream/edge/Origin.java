package io.elmstream.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Tells for each line which sensor it is from, and when it was measured. */
final class Origin {

    /** The longest id that an instance accepts, in bytes. */
    private static final int LONGEST_ID = 1_024;

    /** The character that stands for bytes that are invalid in UTF-8. */
    private static final char INVALID = '\ufffd';

    private final SpoolOptions options;
    private final Columns columns;
    private final LongSupplier clock;
    private final Optional<Integer> sensor;
    private final Optional<Integer> time;

    /**
     * Finds the columns.
     *
     * @param clock in epoch milliseconds
     * @throws BadLineException if one is missing
     */
    Origin(SpoolOptions options, Columns columns, LongSupplier clock) throws BadLineException {
        this.options = options;
        this.columns = columns;
        this.clock = clock;
        this.sensor = options.sensorColumn().isPresent()
                ? Optional.of(columns.indexOf(options.sensorColumn().get()))
                : Optional.empty();
        this.time = options.timeColumn().isPresent()
                ? Optional.of(columns.indexOf(options.timeColumn().get()))
                : Optional.empty();
    }

    /** Returns the id of the sensor. */
    String sensor(List<String> fields) throws BadLineException {
        if (sensor.isEmpty()) {
            return options.sensor().orElseThrow();
        }
        String id = fields.get(sensor.get());
        Optional<String> problem = problem(id);
        if (problem.isPresent()) {
            throw columns.bad(sensor.get(), id, problem.get());
        }
        return id;
    }

    /** Returns what the id of a sensor must be if this is none; the ids of two sensors stay different. */
    static Optional<String> problem(String id) {
        if (id.isEmpty() || id.getBytes(UTF_8).length > LONGEST_ID) {
            return Optional.of("must be the id of a sensor, 1 to " + LONGEST_ID + " bytes");
        }
        return id.indexOf(INVALID) < 0
                ? Optional.empty()
                : Optional.of("must be the id of a sensor in UTF-8, but has bytes that are not valid there");
    }

    /** Returns when the reading was measured, in epoch milliseconds. */
    long time(List<String> fields) throws BadLineException {
        if (time.isEmpty()) {
            return clock.getAsLong();
        }
        String written = fields.get(time.get()).strip();
        long millis = millis(written);
        if (millis <= 0) {
            throw columns.bad(
                    time.get(),
                    written,
                    "must be a time after 1970: milliseconds, or a text such as 2026-11-26T12:00:00Z");
        }
        return millis;
    }

    private static long millis(String written) {
        try {
            return written.matches("\\d+")
                    ? Long.parseLong(written)
                    : Instant.parse(written).toEpochMilli();
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            return 0;
        }
    }
}
