package io.elmstream.bench;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.readings.MappingParser;
import io.elmstream.readings.TopicReader;
import io.elmstream.readings.TopicReaders;
import io.elmstream.serving.ReadyVersion;
import io.elmstream.serving.VersionCounts;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.ServedVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
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
     * @param protoFloats a Protobuf message with a float for each
     * @param protoDoubles the same with doubles
     */
    public record Forms(
            double own,
            double floats,
            double doubles,
            double nullable,
            double json,
            double protoFloats,
            double protoDoubles) {}

    private static final int FEATURES = 48;
    private static final int CALLS = 1_000;
    private static final double SECONDS = 20;
    private static final long TIME = 1_700_000_000_000L;
    private static final byte[] KEY = "sensor-100".getBytes(StandardCharsets.UTF_8);

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
    private final BenchSchemas schemas = new BenchSchemas() {
        @Override
        public int register(String topic, Schema schema) {
            return registry.register(topic, schema);
        }

        @Override
        public int register(String topic, FileDescriptor schema) {
            return registry.register(schema);
        }
    };
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
        List<String> forms = List.of("own", "floats", "doubles", "nullable", "json", "protoFloats", "protoDoubles");
        double[] times = BestTime.of(SECONDS, forms.stream().map(this::many).toArray(Runnable[]::new));
        return new Forms(
                times[0] / CALLS,
                times[1] / CALLS,
                times[2] / CALLS,
                times[3] / CALLS,
                times[4] / CALLS,
                times[5] / CALLS,
                times[6] / CALLS);
    }

    private Runnable many(String form) {
        Runnable one = reading(form);
        return () -> {
            for (int i = 0; i < CALLS; i++) {
                one.run();
            }
        };
    }

    /**
     * Returns what reads a record into a row.
     *
     * @param form as the components of {@link Forms} are called
     */
    Runnable reading(String form) {
        return switch (form) {
            case "own" -> reading(BenchFormat.ELMSTREAM, BenchFormat.ELMSTREAM.writer("own", names, 1, schemas));
            case "floats" -> reading(BenchFormat.AVRO, avro(AvroRecords.FLOATS));
            case "doubles" -> reading(BenchFormat.AVRO, avro(AvroRecords.DOUBLES));
            case "nullable" -> reading(BenchFormat.AVRO, avro(AvroRecords.NULLABLE));
            case "json" -> reading(BenchFormat.JSON, BenchFormat.JSON.writer("json", names, 1, schemas));
            case "protoFloats" -> reading(BenchFormat.PROTOBUF, protobuf(ProtobufRecords.FLOATS));
            default -> reading(BenchFormat.PROTOBUF, protobuf(ProtobufRecords.DOUBLES));
        };
    }

    private RecordWriter avro(Schema number) {
        return new AvroRecords("avro", names, number, false, schemas);
    }

    private RecordWriter protobuf(Type number) {
        return new ProtobufRecords("protobuf", names, number, false, schemas);
    }

    private Runnable reading(BenchFormat format, RecordWriter writer) {
        byte[] value = writer.write(List.of(new BenchReading("sensor-100", TIME, values)));
        TopicReader reader =
                new TopicReaders(MappingParser.parse("readings", format.mapping("t", 1)), registry).first();
        return () -> {
            reader.read(KEY, value, headers, TIME);
            reader.select(0);
            if (reader.rejection().isPresent() || reader.row(version, row, 0).isPresent()) {
                throw new IllegalStateException(reader.detail());
            }
        };
    }
}
