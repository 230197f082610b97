package io.elmstream.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Values as Avro's own writer writes them. */
public final class AvroValues {

    private AvroValues() {}

    /** The record alone. */
    public static byte[] bare(GenericRecord record) {
        return bare(record.getSchema(), record);
    }

    /** Any value alone. */
    public static byte[] bare(Schema schema, Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<>(schema).write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A value after a zero byte and an id of 4 bytes. */
    public static byte[] framed(int id, byte[] bare) {
        return ByteBuffer.allocate(5 + bare.length)
                .put((byte) 0)
                .putInt(id)
                .put(bare)
                .array();
    }

    /** A value after a zero byte and an id of 8 bytes. */
    public static byte[] framed8(long id, byte[] bare) {
        return ByteBuffer.allocate(9 + bare.length)
                .put((byte) 0)
                .putLong(id)
                .put(bare)
                .array();
    }
}
