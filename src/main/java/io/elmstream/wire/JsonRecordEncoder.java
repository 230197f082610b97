package io.elmstream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Encodes records of any of our schemas as JSON objects with the fields of the schema, times as ISO 8601, for
 * infrequent records. Thread-safe.
 *
 * @param <T> the record
 */
public final class JsonRecordEncoder<T extends SpecificRecord> implements ValueEncoder<T> {

    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            // as UTF-8, as predictions are, and not as escapes
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    /** Returns the bytes of one record. */
    @Override
    public byte[] encode(T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            write(out, value);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
        if (value instanceof SpecificRecord record) {
            out.writeStartObject();
            for (Schema.Field field : record.getSchema().getFields()) {
                out.writeFieldName(field.name());
                write(out, record.get(field.pos()));
            }
            out.writeEndObject();
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            for (Object element : list) {
                write(out, element);
            }
            out.writeEndArray();
        } else if (value instanceof CharSequence text) {
            // half a pair of surrogates is no text in UTF-8; Avro writes a question mark for it
            out.writeString(new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        } else if (value instanceof Instant time) {
            out.writeString(IsoTime.text(time));
        } else if (value instanceof Enum<?> symbol) {
            out.writeString(symbol.name());
        } else if (value instanceof Float number && Float.isFinite(number)) {
            out.writeNumber(number);
        } else if (value == null || value instanceof Float) {
            // JSON has neither NaN nor infinities
            out.writeNull();
        } else if (value instanceof Number number) {
            out.writeNumber(number.longValue());
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else {
            throw new IllegalArgumentException("a field is a " + value.getClass() + ", which has no form in JSON");
        }
    }
}
