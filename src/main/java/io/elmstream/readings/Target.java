package io.elmstream.readings;

import java.nio.charset.StandardCharsets;

/**
 * What a field of a record is for. A decoder calls the method for the type of the field's value; null and values of
 * types that are not numbers, texts or booleans have methods, too.
 */
interface Target {

    void number(DecodedReadings into, int row, double value);

    void integer(DecodedReadings into, int row, long value);

    void flag(DecodedReadings into, int row, boolean value);

    void text(DecodedReadings into, int row, String value);

    /** Takes a text in UTF-8, which is part of {@code bytes}. */
    default void utf8(DecodedReadings into, int row, byte[] bytes, int from, int to) {
        text(into, row, new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    void nothing(DecodedReadings into, int row);

    /** Takes back what it was given: the field turns out to be missing. */
    void absent(DecodedReadings into, int row);

    /** Takes a value that is neither a number, a text nor a boolean, such as an object. */
    void other(DecodedReadings into, int row, String type);
}
