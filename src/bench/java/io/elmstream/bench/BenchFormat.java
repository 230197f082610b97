package io.elmstream.bench;

import io.elmstream.wire.ReadingRecords;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.SensorReading;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A format of readings, with a field for each feature. */
public enum BenchFormat {
    /** Elmstream's own records, one reading in each. */
    ELMSTREAM(""),
    /** An object for each reading; the object itself, or an array of them. */
    JSON("[]"),
    /** An Avro record of floats for each reading; the record itself, or one that has an array of them. */
    AVRO("readings[]"),
    /** A Protobuf message of floats for each reading; the message itself, or one that has several of them. */
    PROTOBUF("readings[]"),
    /** A SenML pack in JSON, with a SenML record for each feature of each reading. */
    SENML("");

    private final String each;

    BenchFormat(String each) {
        this.each = each;
    }

    /** Returns whether a record may have several readings. */
    public boolean hasPacks() {
        return this != ELMSTREAM;
    }

    /** Returns the mapping of a topic, as the key {@code readings} has it. */
    String mapping(String topic, int readingsInRecord) {
        boolean isPack = readingsInRecord > 1;
        String prefix = isPack ? each + "." : "";
        String places = each.isEmpty()
                ? ""
                : (isPack ? ", \"each\": \"" + each + "\"" : "") + ", \"sensor\": \"" + prefix
                        + "sensor\", \"time\": \"" + prefix + "time\"";
        return "{\"" + topic + "\": {\"format\": \"" + this + "\"" + places + "}}";
    }

    /**
     * Returns what writes the records of a topic.
     *
     * @param features their names
     */
    RecordWriter writer(String topic, List<String> features, int readingsInRecord, BenchSchemas schemas) {
        boolean isPack = readingsInRecord > 1;
        return switch (this) {
            case ELMSTREAM -> own(schemas.register(topic, SensorReading.getClassSchema()));
            case JSON -> readings -> JsonRecords.objects(readings, features, isPack);
            case AVRO -> new AvroRecords(topic, features, AvroRecords.FLOATS, isPack, schemas);
            case PROTOBUF -> new ProtobufRecords(topic, features, ProtobufRecords.FLOATS, isPack, schemas);
            case SENML -> readings -> JsonRecords.senml(readings, features);
        };
    }

    private static RecordWriter own(int contentId) {
        RecordEncoder<SensorReading> encoder = new RecordEncoder<>(contentId);
        return readings -> {
            BenchReading reading = readings.get(0);
            return encoder.encode(new SensorReading(
                    reading.sensor(),
                    null,
                    Instant.ofEpochMilli(reading.time()),
                    null,
                    ReadingRecords.features(reading.values())));
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
