package io.elmstream.readings;

import java.util.OptionalDouble;

/**
 * A feature.
 *
 * @param slot in the layout
 * @param feature how its values are read
 */
record FeatureTarget(int slot, FeatureMapping feature) implements Target {

    /** Returns whether any number is a value. */
    boolean isNumeric() {
        return feature.type() instanceof FeatureType.Numeric;
    }

    @Override
    public void number(DecodedReadings into, int row, double value) {
        if (feature.type().takes(value)) {
            into.value(row, slot, feature.scaled(value));
        } else {
            into.unparsable(row, slot, Double.toString(value));
        }
    }

    @Override
    public void integer(DecodedReadings into, int row, long value) {
        if (feature.type().takes(value)) {
            into.value(row, slot, feature.scaled(value));
        } else {
            into.unparsable(row, slot, Long.toString(value));
        }
    }

    @Override
    public void flag(DecodedReadings into, int row, boolean value) {
        set(into, row, feature.type().of(value), value ? "true" : "false");
    }

    @Override
    public void text(DecodedReadings into, int row, String value) {
        set(into, row, feature.type().of(value), value);
    }

    private void set(DecodedReadings into, int row, OptionalDouble value, String text) {
        if (value.isPresent()) {
            into.value(row, slot, feature.scaled(value.getAsDouble()));
        } else {
            into.unparsable(row, slot, text);
        }
    }

    @Override
    public void nothing(DecodedReadings into, int row) {
        into.ofNull(row, slot);
    }

    @Override
    public void absent(DecodedReadings into, int row) {
        into.absent(row, slot);
    }

    @Override
    public void other(DecodedReadings into, int row, String type) {
        into.unparsable(row, slot, type);
    }
}
