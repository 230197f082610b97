package io.elmstream.readings.sparkplug;

/** The value of a metric, as it is on the wire. */
public sealed interface MetricValue {

    /** There is none, as in the births of some nodes. */
    MetricValue NONE = new None();

    /** It is null. */
    MetricValue NULL = new Null();

    /** It is neither a number, a text nor a boolean, such as a data set. */
    MetricValue OTHER = new Other();

    /**
     * A whole number.
     *
     * @param bits 32 or 64 of them, not extended by a sign; {@link Metric#isUnsigned} says what they mean
     */
    record Whole(long bits) implements MetricValue {}

    /** A float or a double. */
    record Real(double value) implements MetricValue {}

    /** A boolean. */
    record Flag(boolean value) implements MetricValue {}

    /** A text. */
    record Text(String value) implements MetricValue {}

    /** See {@link #NONE}. */
    record None() implements MetricValue {}

    /** See {@link #NULL}. */
    record Null() implements MetricValue {}

    /** See {@link #OTHER}. */
    record Other() implements MetricValue {}
}
