package io.elmstream.wire;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Converts records to plain maps, for printing. */
public final class RecordFields {

    private RecordFields() {}

    /**
     * Returns the fields by name, in the order of the schema; records as maps, times and symbols as text, a missing
     * value as null.
     */
    public static Map<String, @Nullable Object> of(SpecificRecord record) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (Schema.Field field : record.getSchema().getFields()) {
            fields.put(field.name(), plain(record.get(field.pos())));
        }
        return fields;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof SpecificRecord record) {
            return of(record);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(RecordFields::plain).toList();
        }
        return value instanceof Instant || value instanceof Enum<?> ? value.toString() : value;
    }
}
