package io.elmstream.wire;

import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/**
 * Converts an int or long of the writer to an event time in epoch milliseconds, by its logical type (Avro 1.12
 * specification, "Logical Types"). Types that do not denote a point in time, such as a time of day or a local
 * timestamp, are not converted.
 */
final class EventTimes {

    private static final long MILLIS_OF_A_DAY = 86_400_000;

    private EventTimes() {}

    /** Returns whether the numbers are epoch milliseconds already; a number without a logical type is assumed to be. */
    static boolean isMillis(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        return logical == null || logical.getName().equals("timestamp-millis");
    }

    /**
     * Returns the conversion to epoch milliseconds, rounded down; empty if the schema's values are not points in time.
     */
    static Optional<LongUnaryOperator> toMillis(Schema schema) {
        if (isMillis(schema)) {
            return Optional.of(LongUnaryOperator.identity());
        }
        return switch (schema.getLogicalType().getName()) {
            case "timestamp-micros" -> Optional.of(micros -> Math.floorDiv(micros, 1_000L));
            case "timestamp-nanos" -> Optional.of(nanos -> Math.floorDiv(nanos, 1_000_000L));
            case "date" -> Optional.of(days -> days * MILLIS_OF_A_DAY);
            default -> Optional.empty();
        };
    }
}
