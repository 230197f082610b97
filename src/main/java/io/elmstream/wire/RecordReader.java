package io.elmstream.wire;

import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads records that this release wrote, by its own schema and without asking the registry. Safe for threads.
 *
 * @param <T> the record
 */
public final class RecordReader<T extends SpecificRecord> {

    private final Schema writer;
    private final Schema reader;

    RecordReader(Schema writer, Schema reader) {
        this.writer = writer;
        this.reader = reader;
    }

    /** A reader of what is written with the record's current schema. */
    public static <T extends SpecificRecord> RecordReader<T> of(Schema schema) {
        return new RecordReader<>(schema, schema);
    }

    /** @throws UnreadableRecordException if the bytes are not such a record */
    public T read(byte[] bytes) throws UnreadableRecordException {
        if (!Frame.isFramed(bytes)) {
            throw new UnreadableRecordException(
                    bytes.length + " bytes that do not start with the byte 0 and a 4-byte content id", null);
        }
        try {
            walkThrough(bytes);
            var in = DecoderFactory.get().binaryDecoder(bytes, Frame.HEADER, bytes.length - Frame.HEADER, null);
            T value = new SpecificDatumReader<T>(writer, reader).read(null, in);
            if (!in.isEnd()) {
                throw new UnreadableRecordException("bytes follow the last field of " + reader.getName(), null);
            }
            return value;
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException | UnsupportedOperationException e) {
            throw new UnreadableRecordException("not a " + reader.getName() + ": " + e.getMessage(), e);
        }
    }

    /** Avro takes the memory that a length asks for before it looks whether so many bytes follow; walking through takes none. */
    private void walkThrough(byte[] bytes) throws IOException {
        GenericDatumReader.skip(
                writer, DecoderFactory.get().binaryDecoder(bytes, Frame.HEADER, bytes.length - Frame.HEADER, null));
    }
}
