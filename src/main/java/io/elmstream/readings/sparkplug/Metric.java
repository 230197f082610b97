package io.elmstream.readings.sparkplug;

import io.elmstream.readings.sparkplug.MetricValue.Whole;
import java.util.OptionalLong;

/**
 * A metric of a payload.
 *
 * @param name empty if it has none, as in data that refer to a birth by alias
 * @param alias the number that stands for the name in the messages of its edge node
 * @param timestamp in epoch milliseconds
 * @param datatype as of section 6.4.16 of the specification; {@link #UNKNOWN} if the metric does not have it
 * @param isHistorical whether the value was stored before, and is not the present one
 * @param value the value
 */
public record Metric(
        String name,
        OptionalLong alias,
        OptionalLong timestamp,
        int datatype,
        boolean isHistorical,
        MetricValue value) {

    /** No data type. */
    public static final int UNKNOWN = 0;

    static final int INT8 = 1;
    static final int INT16 = 2;
    static final int INT32 = 3;
    static final int INT64 = 4;
    static final int UINT64 = 8;
    static final int FLOAT = 9;
    static final int DATE_TIME = 13;

    /** Returns whether the name is known. */
    public boolean isNamed() {
        return !name.isEmpty();
    }

    /** Returns whether the value is a number whose sign nobody knows. */
    public boolean lacksDatatype() {
        return datatype == UNKNOWN && value instanceof Whole;
    }

    /** Returns whether a whole number of this data type has no sign. */
    public boolean isUnsigned() {
        return datatype != INT8 && datatype != INT16 && datatype != INT32 && datatype != INT64 && datatype != DATE_TIME;
    }

    /**
     * Returns the number that the bits of a value stand for with this data type; one without a sign from 2^63 on comes
     * out negative.
     */
    public long number(Whole value) {
        return switch (datatype) {
            case INT8 -> (byte) value.bits();
            case INT16 -> (short) value.bits();
            case INT32 -> (int) value.bits();
            default -> value.bits();
        };
    }

    /** Returns what an edge node or a device holds if this is the latest that it said of the metric. */
    Metric held() {
        return new Metric(name, alias, OptionalLong.empty(), datatype, false, isHistorical ? MetricValue.NONE : value);
    }

    /** Returns the metric with the alias of another one, which a message that names it need not repeat. */
    Metric withAliasOf(Metric born) {
        return new Metric(name, born.alias, timestamp, datatype, isHistorical, value);
    }

    /** Returns the metric with the name and the data type of another one, as far as it lacks them itself. */
    Metric completedBy(Metric born) {
        return new Metric(
                isNamed() ? name : born.name,
                alias,
                timestamp,
                datatype == UNKNOWN ? born.datatype : datatype,
                isHistorical,
                value);
    }
}
