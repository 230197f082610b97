package io.elmstream.wire;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** Our records as plain maps, for printing. */
public final class RecordFields {

    private RecordFields() {}

    /** The fields by name, in the schema's order; times and symbols as text, a missing value as null. */
    public static Map<String, Object> of(SpecificRecord record) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            fields.put(field.name(), value instanceof Instant || value instanceof Enum<?> ? value.toString() : value);
        }
        return fields;
    }
}
