package io.elmstream.wire;

import io.elmstream.batch.Rejection;
import io.elmstream.wire.avro.SensorReading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/** How bytes of a writer's schema become bytes of this product's schema of a reading. */
interface Upgrade {

    void read(byte[] value, ReadingView view);

    static Upgrade from(Schema writer, ReadingDecoder decoder) {
        Schema ours = ReadingDecoder.ours();
        if (SchemaNormalization.parsingFingerprint64(writer) == SchemaNormalization.parsingFingerprint64(ours)) {
            return (value, view) -> decoder.readOurs(value, Frame.HEADER, view);
        }
        if (SchemaCompatibility.checkReaderWriterCompatibility(ours, writer).getType() != SchemaCompatibilityType.COMPATIBLE) {
            return (value, view) -> view.reject(Rejection.UNREADABLE, "the schema " + writer.getFullName() + " with content id "
                    + Frame.contentId(value) + " cannot be read as a SensorReading");
        }
        SpecificDatumReader<SensorReading> reader = new SpecificDatumReader<>(writer, ours);
        return (value, view) -> {
            try {
                var in = DecoderFactory.get().binaryDecoder(value, Frame.HEADER, value.length - Frame.HEADER, null);
                SensorReading reading = reader.read(null, in);
                if (!in.isEnd()) {
                    view.reject(Rejection.UNREADABLE, "bytes follow the last field of " + writer.getFullName());
                    return;
                }
                decoder.readOurs(toOurs(reading), 0, view);
            } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
                view.reject(Rejection.UNREADABLE, "the value cannot be read with its schema, content id "
                        + Frame.contentId(value) + ": " + e.getMessage());
            }
        };
    }

    private static byte[] toOurs(SensorReading reading) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new SpecificDatumWriter<>(SensorReading.class).write(reading, out);
        return bytes.toByteArray();
    }
}
