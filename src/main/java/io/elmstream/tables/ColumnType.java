package io.elmstream.tables;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The type of a column that is carried from a table into its predictions, with the Java type of its values. */
public enum ColumnType {
    /** {@link String}. */
    TEXT,
    /** {@link Boolean}. */
    BOOLEAN,
    /** {@link Integer}. */
    INT,
    /** {@link Long}. */
    LONG,
    /** {@link Float}. */
    FLOAT,
    /** {@link Double}. */
    DOUBLE,
    /** {@link Integer}, days since 1970. */
    DATE,
    /** {@link Long}, milliseconds since 1970. */
    MILLIS,
    /** {@link Long}, microseconds since 1970. */
    MICROS,
    /** {@link Long}, nanoseconds since 1970. */
    NANOS,
    /** {@link Long}, milliseconds since 1970 of a time without a zone. */
    LOCAL_MILLIS,
    /** {@link Long}, microseconds since 1970 of a time without a zone. */
    LOCAL_MICROS,
    /** {@link Long}, nanoseconds since 1970 of a time without a zone. */
    LOCAL_NANOS,
    /** {@link JsonNode}, any JSON value. */
    JSON;

    private static final LocalDateTime LOCAL_EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

    /** Returns a value as text: times in ISO 8601, JSON strings without quotation marks, nothing for null. */
    public String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        return switch (this) {
            case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
            case MILLIS -> Instant.EPOCH.plus((Long) value, ChronoUnit.MILLIS).toString();
            case MICROS -> Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS).toString();
            case NANOS -> Instant.EPOCH.plus((Long) value, ChronoUnit.NANOS).toString();
            case LOCAL_MILLIS ->
                LOCAL_EPOCH.plus((Long) value, ChronoUnit.MILLIS).toString();
            case LOCAL_MICROS ->
                LOCAL_EPOCH.plus((Long) value, ChronoUnit.MICROS).toString();
            case LOCAL_NANOS -> LOCAL_EPOCH.plus((Long) value, ChronoUnit.NANOS).toString();
            case FLOAT -> NumberOutput.toString((Float) value, true);
            case DOUBLE -> NumberOutput.toString((Double) value, true);
            case JSON -> text((JsonNode) value);
            case TEXT, BOOLEAN, INT, LONG -> value.toString();
        };
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }
}
