package io.elmstream.readings;

/**
 * What a field of a record is for. A decoder calls the method for the type of the field's value; null and values of
 * types that are not numbers, texts or booleans have methods, too.
 */
interface Target {

    void number(DecodedReadings into, int row, double value);

    void integer(DecodedReadings into, int row, long value);

    void flag(DecodedReadings into, int row, boolean value);

    void text(DecodedReadings into, int row, String value);

    void nothing(DecodedReadings into, int row);

    /** Takes a value that is neither a number, a text nor a boolean, such as an object. */
    void other(DecodedReadings into, int row, String type);
}
