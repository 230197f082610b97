package io.elmstream.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Readings as Avro records with a field for each feature. */
final class AvroRecords implements RecordWriter {

    static final Schema FLOATS = SchemaBuilder.builder().floatType();
    static final Schema DOUBLES = SchemaBuilder.builder().doubleType();
    static final Schema NULLABLE =
            SchemaBuilder.builder().unionOf().nullType().and().doubleType().endUnion();

    private final List<String> features;
    private final boolean isPack;
    private final boolean areFloats;
    private final Schema reading;
    private final Schema record;
    private final int contentId;

    /**
     * Registers the schema.
     *
     * @param number the type of a feature
     */
    AvroRecords(String topic, List<String> features, Schema number, boolean isPack, BenchSchemas schemas) {
        this.features = features;
        this.isPack = isPack;
        this.areFloats = number.getType() == Schema.Type.FLOAT;
        SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record("Telemetry")
                .fields()
                .requiredString("sensor")
                .requiredLong("time");
        for (String feature : features) {
            fields = fields.name(feature).type(number).noDefault();
        }
        this.reading = fields.endRecord();
        this.record = isPack
                ? SchemaBuilder.record("Pack")
                        .fields()
                        .name("readings")
                        .type()
                        .array()
                        .items(reading)
                        .noDefault()
                        .endRecord()
                : reading;
        this.contentId = schemas.register(topic, record);
    }

    @Override
    public byte[] write(List<BenchReading> readings) {
        List<GenericRecord> records = readings.stream().map(this::record).toList();
        GenericRecord value = isPack
                ? new GenericRecordBuilder(record).set("readings", records).build()
                : records.get(0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            bytes.write(
                    ByteBuffer.allocate(1 + Integer.BYTES).putInt(1, contentId).array());
            new GenericDatumWriter<GenericRecord>(record).write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private GenericRecord record(BenchReading from) {
        GenericRecordBuilder values =
                new GenericRecordBuilder(reading).set("sensor", from.sensor()).set("time", from.time());
        for (int i = 0; i < features.size(); i++) {
            float value = from.values()[i];
            values.set(features.get(i), areFloats ? value : (Object) (double) value);
        }
        return values.build();
    }
}
