package io.elmstream.readings;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The sensor id, the model id or the label. The latest text is kept encoded, because most repeat. */
final class TextTarget implements Target {

    /** Puts a text in UTF-8 into its place. */
    @FunctionalInterface
    interface Setter {
        void set(DecodedReadings into, int row, byte[] text);
    }

    private final Setter setter;
    private @Nullable String last;
    private byte[] encoded = new byte[0];

    TextTarget(Setter setter) {
        this.setter = setter;
    }

    @Override
    public void text(DecodedReadings into, int row, String value) {
        if (!value.equals(last)) {
            last = value;
            encoded = value.getBytes(StandardCharsets.UTF_8);
        }
        setter.set(into, row, encoded);
    }

    @Override
    public void utf8(DecodedReadings into, int row, byte[] bytes, int from, int to) {
        if (!Arrays.equals(bytes, from, to, encoded, 0, encoded.length)) {
            last = null;
            encoded = Arrays.copyOfRange(bytes, from, to);
        }
        setter.set(into, row, encoded);
    }

    @Override
    public void number(DecodedReadings into, int row, double value) {
        text(into, row, Double.toString(value));
    }

    @Override
    public void integer(DecodedReadings into, int row, long value) {
        text(into, row, Long.toString(value));
    }

    @Override
    public void flag(DecodedReadings into, int row, boolean value) {
        text(into, row, Boolean.toString(value));
    }

    @Override
    public void nothing(DecodedReadings into, int row) {
        // as if the field were missing
    }

    @Override
    public void absent(DecodedReadings into, int row) {
        setter.set(into, row, DecodedReadings.NONE);
    }

    @Override
    public void other(DecodedReadings into, int row, String type) {
        // as if the field were missing
    }
}
