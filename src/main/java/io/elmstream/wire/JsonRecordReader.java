package io.elmstream.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.elmstream.elm.ShortList;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads records that were written as JSON. A field that is missing has the default of the schema, and fields that the
 * schema does not have are ignored, so that records of earlier and later releases can be read. A time is a text in ISO
 * 8601, or a number of milliseconds. Thread-safe.
 *
 * @param schema of the records
 */
record JsonRecordReader(Schema schema) {

    /** Returns whether bytes can only be JSON: Avro starts with the byte 0. */
    static boolean isJson(byte @Nullable [] bytes) {
        return bytes != null && bytes.length > 0 && bytes[0] == '{';
    }

    /**
     * Reads a record.
     *
     * @throws UnreadableRecordException if the bytes are not such a record
     */
    SpecificRecord read(byte[] bytes) throws UnreadableRecordException {
        try (JsonParser in = JsonRecordEncoder.FACTORY.createParser(bytes)) {
            in.nextToken();
            SpecificRecord record = record(in, schema);
            if (in.nextToken() != null) {
                throw new UnreadableRecordException("more JSON follows the " + schema.getName(), null);
            }
            return record;
        } catch (JsonProcessingException e) {
            throw new UnreadableRecordException(
                    "not a " + schema.getName() + " in JSON: " + e.getOriginalMessage() + " at byte "
                            + e.getLocation().getByteOffset(),
                    e);
        } catch (IOException | AvroRuntimeException e) {
            throw new UnreadableRecordException("not a " + schema.getName() + " in JSON: " + e.getMessage(), e);
        }
    }

    private static SpecificRecord record(JsonParser in, Schema schema) throws IOException, UnreadableRecordException {
        SpecificRecord record = (SpecificRecord) SpecificData.get().newRecord(null, schema);
        boolean[] found = new boolean[schema.getFields().size()];
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            Schema.Field field = schema.getField(in.currentName());
            in.nextToken();
            if (field == null) {
                in.skipChildren();
            } else {
                record.put(field.pos(), value(in, field.schema(), field.name()));
                found[field.pos()] = true;
            }
        }
        for (Schema.Field field : schema.getFields()) {
            if (!found[field.pos()]) {
                if (!field.hasDefaultValue()) {
                    throw new UnreadableRecordException(
                            "the " + schema.getName() + " has no field '" + field.name() + "'", null);
                }
                record.put(field.pos(), SpecificData.get().getDefaultValue(field));
            }
        }
        return record;
    }

    private static @Nullable Object value(JsonParser in, Schema schema, String field)
            throws IOException, UnreadableRecordException {
        JsonToken token = in.currentToken();
        return switch (schema.getType()) {
            case UNION -> token == JsonToken.VALUE_NULL ? null : value(in, present(schema), field);
            case FLOAT ->
                token == JsonToken.VALUE_NULL
                        ? Float.NaN
                        : Float.parseFloat(text(in, token.isNumeric(), schema, field));
            case DOUBLE -> Double.parseDouble(text(in, token.isNumeric(), schema, field));
            case INT -> {
                text(in, token == JsonToken.VALUE_NUMBER_INT, schema, field);
                yield in.getIntValue();
            }
            case LONG -> {
                boolean isTime = schema.getLogicalType() != null;
                boolean isNumber = token == JsonToken.VALUE_NUMBER_INT;
                String text = text(in, isNumber || (isTime && token == JsonToken.VALUE_STRING), schema, field);
                if (isTime) {
                    yield isNumber ? Instant.ofEpochMilli(in.getLongValue()) : time(text, field);
                }
                yield in.getLongValue();
            }
            case BOOLEAN -> Boolean.valueOf(text(in, token.isBoolean(), schema, field));
            case STRING -> text(in, token == JsonToken.VALUE_STRING, schema, field);
            case ENUM ->
                SpecificData.get()
                        .createEnum(
                                symbol(text(in, token == JsonToken.VALUE_STRING, schema, field), schema, field),
                                schema);
            case ARRAY -> {
                text(in, token == JsonToken.START_ARRAY, schema, field);
                List<@Nullable Object> list = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(in, schema.getElementType(), field));
                }
                yield list;
            }
            case RECORD -> {
                text(in, token == JsonToken.START_OBJECT, schema, field);
                yield record(in, schema);
            }
            default -> throw new IllegalArgumentException("the field '" + field + "' has no form in JSON: " + schema);
        };
    }

    /** Returns the text of a token, or fails. */
    private static String text(JsonParser in, boolean fits, Schema schema, String field)
            throws IOException, UnreadableRecordException {
        if (!fits) {
            throw new UnreadableRecordException(
                    "the field '" + field + "' must be "
                            + (schema.getLogicalType() == null
                                    ? schema.getType().getName()
                                    : schema.getLogicalType().getName())
                            + ", but is " + in.currentToken(),
                    null);
        }
        return in.getText();
    }

    private static Instant time(String text, String field) throws UnreadableRecordException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new UnreadableRecordException(
                    "the field '" + field + "' must be a time such as 2026-01-31T08:05:00.250Z, but is '"
                            + ShortList.shortened(text) + "'",
                    e);
        }
    }

    private static String symbol(String text, Schema schema, String field) throws UnreadableRecordException {
        if (!schema.hasEnumSymbol(text)) {
            throw new UnreadableRecordException(
                    "the field '" + field + "' must be one of " + schema.getEnumSymbols() + ", but is '"
                            + ShortList.shortened(text) + "'",
                    null);
        }
        return text;
    }

    private static Schema present(Schema union) {
        return union.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }
}
