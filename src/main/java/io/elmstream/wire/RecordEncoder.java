package io.elmstream.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Encodes records of any of our schemas in the registry's wire format with Avro's own writer, for infrequent records.
 * Thread-safe.
 */
public final class RecordEncoder<T extends SpecificRecord> implements ValueEncoder<T> {

    private final int contentId;

    /**
     * Creates an encoder.
     *
     * @param contentId the content id of the schema
     */
    public RecordEncoder(int contentId) {
        this.contentId = contentId;
    }

    /** Returns the bytes of one record. */
    @Override
    public byte[] encode(T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] header = new byte[Frame.HEADER];
        Frame.writeHeader(header, contentId);
        bytes.writeBytes(header);
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<T>(value.getSchema()).write(value, out);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
