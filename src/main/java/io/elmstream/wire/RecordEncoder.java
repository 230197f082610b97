package io.elmstream.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Writes any of our records in the registry's wire format by Avro's own writer: for what is rare. Safe for threads. */
public final class RecordEncoder<T extends SpecificRecord> {

    private final int contentId;

    /** @param contentId what the registry calls the schema of the records */
    public RecordEncoder(int contentId) {
        this.contentId = contentId;
    }

    /** The bytes of one record. */
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
