package io.elmstream.bench;

import io.elmstream.kernel.PackedClassifier;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.readings.MappingParser;
import io.elmstream.readings.TopicReader;
import io.elmstream.readings.TopicReaders;
import io.elmstream.serving.ReadyVersion;
import io.elmstream.serving.VersionCounts;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.ReadingRecords;
import io.elmstream.wire.ServedVersion;
import io.elmstream.wire.avro.SensorReading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The same sensor, time and 48 numbers as records of several forms, each read into a row. */
public final class FormsBench {

    /**
     * Nanoseconds a record.
     *
     * @param own Elmstream's record
     * @param floats an Avro record with a float for each number
     * @param doubles the same with doubles
     * @param nullable the same with doubles that may be null
     * @param json an object in JSON with a number for each
     */
    public record Forms(double own, double floats, double doubles, double nullable, double json) {}

    private static final int FEATURES = 48;
    private static final int CALLS = 1_000;
    private static final double SECONDS = 20;
    private static final long TIME = 1_700_000_000_000L;
    private static final byte[] KEY = "sensor-100".getBytes(StandardCharsets.UTF_8);

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
    private final float[] values = KernelBench.values(FEATURES, 1);
    private final float[] row = new float[FEATURES];
    private final Headers headers = new RecordHeaders();
    private final List<String> names =
            IntStream.range(0, FEATURES).mapToObj(i -> "quantity" + i).toList();
    private final ReadyVersion version = new ReadyVersion(
            PackedClassifier.pack(BenchModel.elm(FEATURES, 8, 2)),
            new ServedVersion(new VersionKey(new ModelId(BenchModel.ID), 1), 1, List.of("a", "b")),
            names,
            new VersionCounts());

    /** Takes half a minute. */
    Forms run() {
        double[] times = BestTime.of(
                SECONDS,
                reading("elmstream", "", own()),
                reading(
                        "avro",
                        ", \"sensor\": \"sensor\", \"time\": \"time\"",
                        avro(numbers().floatType())),
                reading(
                        "avro",
                        ", \"sensor\": \"sensor\", \"time\": \"time\"",
                        avro(numbers().doubleType())),
                reading(
                        "avro",
                        ", \"sensor\": \"sensor\", \"time\": \"time\"",
                        avro(numbers().unionOf().nullType().and().doubleType().endUnion())),
                reading("json", ", \"sensor\": \"sensor\", \"time\": \"time\"", json()));
        return new Forms(times[0] / CALLS, times[1] / CALLS, times[2] / CALLS, times[3] / CALLS, times[4] / CALLS);
    }

    private static SchemaBuilder.TypeBuilder<Schema> numbers() {
        return SchemaBuilder.builder();
    }

    private byte[] own() {
        return MemoryFacade.<SpecificRecord>serializer(registry)
                .serialize(
                        "own",
                        new SensorReading(
                                "sensor-100", null, Instant.ofEpochMilli(TIME), null, ReadingRecords.features(values)));
    }

    private byte[] avro(Schema number) {
        SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record("Telemetry")
                .fields()
                .requiredString("sensor")
                .requiredLong("time");
        for (String name : names) {
            fields = fields.name(name).type(number).noDefault();
        }
        GenericRecordBuilder record = new GenericRecordBuilder(fields.endRecord())
                .set("sensor", "sensor-100")
                .set("time", TIME);
        for (int i = 0; i < FEATURES; i++) {
            record.set(names.get(i), number.getType() == Schema.Type.FLOAT ? values[i] : (Object) (double) values[i]);
        }
        return MemoryFacade.<GenericRecord>serializer(registry).serialize("any-" + number.getName(), record.build());
    }

    private byte[] json() {
        StringBuilder text = new StringBuilder("{\"sensor\": \"sensor-100\", \"time\": " + TIME);
        for (int i = 0; i < FEATURES; i++) {
            text.append(String.format(Locale.ROOT, ", \"%s\": %.5f", names.get(i), values[i]));
        }
        return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private Runnable reading(String format, String mapping, byte[] value) {
        TopicReader reader = new TopicReaders(
                        MappingParser.parse("readings", "{\"t\": {\"format\": \"" + format + "\"" + mapping + "}}"),
                        registry)
                .first();
        return () -> {
            for (int i = 0; i < CALLS; i++) {
                reader.read(KEY, value, headers, TIME);
                reader.select(0);
                if (reader.rejection().isPresent()
                        || reader.row(version, row, 0).isPresent()) {
                    throw new IllegalStateException(reader.detail());
                }
            }
        };
    }
}
