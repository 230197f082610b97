package io.elmstream.wire;

import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/**
 * How a writer's int or long becomes an event time in epoch milliseconds: by its logical type (Avro 1.12 specification,
 * "Logical Types"). What is no point in time, such as a time of day or a local time of no zone, becomes none.
 */
final class EventTimes {

    private static final long MILLIS_OF_A_DAY = 86_400_000;

    private EventTimes() {}

    /** Whether the numbers are epoch milliseconds as they stand, which a number of no logical type is taken for. */
    static boolean isMillis(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        return logical == null || logical.getName().equals("timestamp-millis");
    }

    /** To epoch milliseconds, rounded down; empty where the schema's values are no points in time. */
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
