package io.elmstream.wire;

import io.elmstream.wire.avro.SensorReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Checks whether readings can be read with the schema they were written with, by the rules of Avro 1.12 ("Schema
 * Resolution"). In addition, logical types matter: an event time may be a timestamp in milliseconds, microseconds or
 * nanoseconds, or a date, and a feature may be a decimal; any other logical type changes the meaning of the values, and
 * the schema does not fit.
 */
final class ReadingFit {

    private static final Schema OURS = SensorReading.getClassSchema();

    /** More digits than any measurement has; a number with millions of digits would take minutes. */
    private static final int MOST_DIGITS = 100;

    private final List<String> problems = new ArrayList<>();

    private ReadingFit() {}

    /**
     * Returns why the schema is not one of readings, with the field and the found and expected types; empty if it is.
     */
    static List<String> problems(Schema writer) {
        ReadingFit fit = new ReadingFit();
        if (writer.getType() != Schema.Type.RECORD) {
            return List.of("found " + name(writer) + ", wanted a record SensorReading");
        }
        if (!writer.getName().equals(OURS.getName())) {
            return List.of("the record is called " + writer.getFullName() + ", wanted " + OURS.getFullName());
        }
        fit.field(writer, "sensorId", "string", ReadingFit::isText);
        fit.field(writer, "modelId", "string or null", orNull(ReadingFit::isText));
        fit.field(writer, "eventTime", "timestamp-millis (long) or null", orNull(ReadingFit::isTime));
        fit.field(writer, "label", "string or null", orNull(ReadingFit::isText));
        fit.field(
                writer,
                "features",
                "array of float",
                type -> type.getType() == Schema.Type.ARRAY
                        && everyBranch(type.getElementType(), ReadingFit::isNumber));
        return fit.problems;
    }

    /** Returns whether the schema produces the same bytes as ours, with the same meaning. */
    static boolean isOurs(Schema writer) {
        return SchemaNormalization.parsingFingerprint64(writer) == SchemaNormalization.parsingFingerprint64(OURS)
                && EventTimes.isMillis(
                        writer.getField("eventTime").schema().getTypes().get(1));
    }

    private void field(Schema writer, String name, String wanted, Predicate<Schema> fits) {
        Schema.Field field = writer.getField(name);
        if (field == null) {
            if (!OURS.getField(name).hasDefaultValue()) {
                problems.add("there is no field " + name + ", wanted " + wanted);
            }
        } else if (!everyBranch(field.schema(), fits)) {
            problems.add("field " + name + ": found " + name(field.schema()) + ", wanted " + wanted);
        }
    }

    private static boolean everyBranch(Schema schema, Predicate<Schema> fits) {
        if (!schema.isUnion()) {
            return fits.test(schema);
        }
        return !schema.getTypes().isEmpty() && schema.getTypes().stream().allMatch(fits);
    }

    private static Predicate<Schema> orNull(Predicate<Schema> fits) {
        return schema -> schema.getType() == Schema.Type.NULL || fits.test(schema);
    }

    private static boolean isText(Schema schema) {
        return switch (schema.getType()) {
            case STRING -> true;
            case BYTES -> schema.getLogicalType() == null;
            default -> false;
        };
    }

    private static boolean isTime(Schema schema) {
        return switch (schema.getType()) {
            case INT, LONG -> EventTimes.toMillis(schema).isPresent();
            default -> false;
        };
    }

    private static boolean isNumber(Schema schema) {
        return switch (schema.getType()) {
            case INT, LONG, FLOAT -> schema.getLogicalType() == null;
            case BYTES, FIXED ->
                schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
                        && decimal.getPrecision() <= MOST_DIGITS;
            default -> false;
        };
    }

    /** Returns a type in words, a logical type with the underlying one. */
    static String name(Schema schema) {
        if (schema.isUnion()) {
            return schema.getTypes().isEmpty()
                    ? "a union of nothing"
                    : String.join(
                            " or ",
                            schema.getTypes().stream().map(ReadingFit::name).toList());
        }
        String type = schema.getType() == Schema.Type.ARRAY
                ? "array of " + name(schema.getElementType())
                : schema.getType().name().toLowerCase(Locale.ROOT);
        return schema.getLogicalType() == null ? type : schema.getLogicalType().getName() + " (" + type + ")";
    }
}
