package io.elmstream.wire;

import io.elmstream.batch.Rejection;
import io.elmstream.wire.avro.SensorReading;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaNormalization;

/** How bytes of a writer's schema become bytes of this product's schema of a reading. */
interface Upgrade {

    /** The upgraded bytes are read on the spot, by nobody who asks for it. */
    int NO_CONTENT_ID = 0;

    void read(byte[] value, ReadingView view);

    static Upgrade from(Schema writer, ReadingDecoder decoder) {
        Schema ours = ReadingDecoder.ours();
        if (SchemaNormalization.parsingFingerprint64(writer) == SchemaNormalization.parsingFingerprint64(ours)) {
            return (value, view) -> decoder.readOurs(value, view);
        }
        if (SchemaCompatibility.checkReaderWriterCompatibility(ours, writer).getType() != SchemaCompatibilityType.COMPATIBLE) {
            return (value, view) -> view.reject(Rejection.UNREADABLE, "the schema " + writer.getFullName() + " with content id "
                    + Frame.contentId(value) + " cannot be read as a SensorReading");
        }
        RecordReader<SensorReading> reader = new RecordReader<>(writer, ours);
        RecordEncoder<SensorReading> encoder = new RecordEncoder<>(NO_CONTENT_ID);
        return (value, view) -> {
            try {
                decoder.readOurs(encoder.encode(reader.read(value)), view);
            } catch (UnreadableRecordException e) {
                view.reject(Rejection.UNREADABLE, "the value cannot be read with its schema, content id "
                        + Frame.contentId(value) + ": " + e.getMessage());
            }
        };
    }
}
