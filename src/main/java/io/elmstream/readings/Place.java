package io.elmstream.readings;

/** Where a record has a text, such as the sensor id. */
public sealed interface Place {

    /** The record's key, as UTF-8. */
    record Key() implements Place {}

    /** The name that the format itself gives the sender, such as the base name of SenML. */
    record Base() implements Place {}

    /** The value of a header, as UTF-8; the last one of that name. */
    record Header(String name) implements Place {}

    /** A field of the record's value. */
    record Field(FieldPath path) implements Place {}

    /** A constant, the same for all records. */
    record Constant(String text) implements Place {}
}
