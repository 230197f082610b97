package io.elmstream.readings;

import io.elmstream.readings.TimeForm.Epoch;
import io.elmstream.readings.TimeForm.Pattern;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The event time.
 *
 * @param form how it is written; empty for numbers in epoch milliseconds or texts in ISO 8601
 */
record TimeTarget(Optional<TimeForm> form) implements Target {

    @Override
    public void number(DecodedReadings into, int row, double value) {
        if (form.orElse(Epoch.MILLIS) instanceof Epoch epoch) {
            OptionalLong millis = epoch.millis(value);
            set(into, row, millis, millis.isPresent() ? "" : Double.toString(value));
        } else {
            text(into, row, Double.toString(value));
        }
    }

    @Override
    public void integer(DecodedReadings into, int row, long value) {
        if (form.orElse(Epoch.MILLIS) instanceof Epoch epoch) {
            OptionalLong millis = epoch.millis(value);
            set(into, row, millis, millis.isPresent() ? "" : Long.toString(value));
        } else {
            text(into, row, Long.toString(value));
        }
    }

    @Override
    public void text(DecodedReadings into, int row, String value) {
        TimeForm written = form.orElse(Pattern.ISO);
        set(
                into,
                row,
                written instanceof Pattern pattern ? pattern.millis(value) : ((Epoch) written).millis(value),
                value);
    }

    private static void set(DecodedReadings into, int row, OptionalLong millis, String text) {
        if (millis.isPresent()) {
            into.time(row, millis.getAsLong());
        } else {
            into.badTime(row, text);
        }
    }

    @Override
    public void flag(DecodedReadings into, int row, boolean value) {
        into.badTime(row, Boolean.toString(value));
    }

    @Override
    public void nothing(DecodedReadings into, int row) {
        // as if the field were missing: the record's timestamp counts
    }

    @Override
    public void absent(DecodedReadings into, int row) {
        into.noTime(row);
    }

    @Override
    public void other(DecodedReadings into, int row, String type) {
        into.badTime(row, type);
    }
}
