package io.elmstream.wire;

import io.elmstream.wire.avro.Prediction;
import java.io.IOException;
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
    /** The schema of earlier releases. */
    private final Optional<Schema> earlier;

    RecordReader(Schema writer, Schema reader) {
        this(writer, reader, Optional.empty());
    }

    private RecordReader(Schema writer, Schema reader, Optional<Schema> earlier) {
        this.writer = writer;
        this.reader = reader;
        this.earlier = earlier;
    }

    /** Returns a reader of records with the current schema. */
    public static <T extends SpecificRecord> RecordReader<T> of(Schema schema) {
        return new RecordReader<>(schema, schema);
    }

    /** Returns a reader of predictions, including those of earlier releases, which lack the labels. */
    public static RecordReader<Prediction> ofPredictions() {
        Schema current = Prediction.getClassSchema();
        return new RecordReader<>(current, current, Optional.of(ReleasedSchema.of(2, "Prediction")));
    }

    /**
     * Reads a record.
     *
     * @throws UnreadableRecordException if the bytes are not such a record
     */
    public T read(byte[] bytes) throws UnreadableRecordException {
        Frame.require(bytes);
        int end = new SchemaWalk().end(writer, bytes, Frame.HEADER);
        if (end == SchemaWalk.BROKEN && earlier.isPresent()) {
            return new RecordReader<T>(earlier.get(), reader).read(bytes);
        }
        if (end != bytes.length) {
            throw new UnreadableRecordException(
                    end == SchemaWalk.BROKEN
                            ? bytes.length + " bytes that end or break before the last field of " + reader.getName()
                            : bytes.length - end + " bytes follow the last field of " + reader.getName(),
                    null);
        }
        try {
            var in = DecoderFactory.get().binaryDecoder(bytes, Frame.HEADER, bytes.length - Frame.HEADER, null);
            return new SpecificDatumReader<T>(writer, reader).read(null, in);
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException | UnsupportedOperationException e) {
            throw new UnreadableRecordException("not a " + reader.getName() + ": " + e.getMessage(), e);
        }
    }
}
