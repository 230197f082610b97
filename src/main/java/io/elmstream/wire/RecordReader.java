package io.elmstream.wire;

import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.Prediction;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads records with a known schema, without asking the registry. It takes no more memory than the bytes, whatever they
 * are. Thread-safe.
 *
 * @param <T> the record
 */
public final class RecordReader<T extends SpecificRecord> {

    private final Schema writer;
    private final Schema reader;
    /** The schemas of earlier releases, by number of fields. */
    private final Map<Integer, Schema> earlier;
    /** Reads records in JSON; empty if they are always in Avro. */
    private final Optional<JsonRecordReader> json;

    RecordReader(Schema writer, Schema reader) {
        this(writer, reader, Map.of(), Optional.empty());
    }

    private RecordReader(Schema writer, Schema reader, Map<Integer, Schema> earlier, Optional<JsonRecordReader> json) {
        this.writer = writer;
        this.reader = reader;
        this.earlier = earlier;
        this.json = json;
    }

    /** Returns a reader of records with the current schema. */
    public static <T extends SpecificRecord> RecordReader<T> of(Schema schema) {
        return new RecordReader<>(schema, schema);
    }

    /**
     * Returns a reader of predictions in Avro and JSON, including those of earlier releases, which lack the last
     * fields.
     */
    public static RecordReader<Prediction> ofPredictions() {
        return grown(Prediction.getClassSchema());
    }

    /** Returns a reader of alerts in Avro and JSON, including those of earlier releases, which lack the last fields. */
    public static RecordReader<Alert> ofAlerts() {
        return grown(Alert.getClassSchema());
    }

    /** Returns a reader of a schema to which releases have only ever added fields with defaults, at the end. */
    private static <T extends SpecificRecord> RecordReader<T> grown(Schema current) {
        List<Schema.Field> fields = current.getFields();
        Map<Integer, Schema> earlier = new HashMap<>();
        for (int n = fields.size() - 1; n > 0 && fields.get(n).hasDefaultValue(); n--) {
            List<Schema.Field> first = fields.subList(0, n).stream()
                    .map(field -> new Schema.Field(field, field.schema()))
                    .toList();
            earlier.put(n, Schema.createRecord(current.getName(), null, current.getNamespace(), false, first));
        }
        return new RecordReader<>(current, current, earlier, Optional.of(new JsonRecordReader(current)));
    }

    /**
     * Reads a record.
     *
     * @throws UnreadableRecordException if the bytes are not such a record
     */
    public T read(byte[] bytes) throws UnreadableRecordException {
        if (json.isPresent() && JsonRecordReader.isJson(bytes)) {
            @SuppressWarnings("unchecked") // the record has the schema of T
            T record = (T) json.get().read(bytes);
            return record;
        }
        Frame.require(bytes);
        Schema written = written(bytes);
        try {
            var in = DecoderFactory.get().binaryDecoder(bytes, Frame.HEADER, bytes.length - Frame.HEADER, null);
            return new SpecificDatumReader<T>(written, reader).read(null, in);
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException | UnsupportedOperationException e) {
            throw new UnreadableRecordException("not a " + reader.getName() + ": " + e.getMessage(), e);
        }
    }

    /** Returns the schema that the bytes were written with. */
    private Schema written(byte[] bytes) throws UnreadableRecordException {
        AvroInput in = new AvroInput();
        in.reset(bytes, Frame.HEADER);
        SchemaWalk walk = new SchemaWalk();
        walk.start(in);
        for (Schema.Field field : writer.getFields()) {
            if (in.remaining() == 0 && earlier.containsKey(field.pos())) {
                return earlier.get(field.pos());
            }
            walk.skip(field.schema());
            if (in.failed()) {
                throw new UnreadableRecordException(
                        bytes.length + " bytes that end or break before the last field of " + reader.getName(), null);
            }
        }
        if (in.remaining() > 0) {
            throw new UnreadableRecordException(
                    in.remaining() + " bytes follow the last field of " + reader.getName(), null);
        }
        return writer;
    }
}
