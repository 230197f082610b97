package io.elmstream.bench;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
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
import java.nio.ByteBuffer;
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
    private static final String PLACES = ", \"sensor\": \"sensor\", \"time\": \"time\"";
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
            case "own" -> reading("elmstream", "", own());
            case "floats" -> reading("avro", PLACES, avro(numbers().floatType()));
            case "doubles" -> reading("avro", PLACES, avro(numbers().doubleType()));
            case "nullable" ->
                reading(
                        "avro",
                        PLACES,
                        avro(numbers().unionOf().nullType().and().doubleType().endUnion()));
            case "json" -> reading("json", PLACES, json());
            case "protoFloats" -> reading("protobuf", PLACES, protobuf(Type.TYPE_FLOAT));
            default -> reading("protobuf", PLACES, protobuf(Type.TYPE_DOUBLE));
        };
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

    /** A message in the framing of Confluent's serde, of which it is the first in its schema. */
    private byte[] protobuf(Type number) {
        DescriptorProto.Builder fields = DescriptorProto.newBuilder().setName("Telemetry");
        fields.addField(field("sensor", 1, Type.TYPE_STRING)).addField(field("time", 2, Type.TYPE_INT64));
        names.forEach(name -> fields.addField(field(name, fields.getFieldCount() + 1, number)));
        FileDescriptor file;
        try {
            file = FileDescriptor.buildFrom(
                    FileDescriptorProto.newBuilder()
                            .setSyntax("proto3")
                            .addMessageType(fields)
                            .build(),
                    new FileDescriptor[0]);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
        Descriptor type = file.findMessageTypeByName("Telemetry");
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type)
                .setField(type.findFieldByName("sensor"), "sensor-100")
                .setField(type.findFieldByName("time"), TIME);
        for (int i = 0; i < FEATURES; i++) {
            message.setField(
                    type.findFieldByName(names.get(i)),
                    number == Type.TYPE_FLOAT ? values[i] : (Object) (double) values[i]);
        }
        byte[] bytes = message.build().toByteArray();
        return ByteBuffer.allocate(1 + Integer.BYTES + 1 + bytes.length)
                .put((byte) 0)
                .putInt(registry.register(file))
                .put((byte) 0)
                .put(bytes)
                .array();
    }

    private static FieldDescriptorProto field(String name, int number, Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(Label.LABEL_OPTIONAL)
                .build();
    }

    private Runnable reading(String format, String mapping, byte[] value) {
        TopicReader reader = new TopicReaders(
                        MappingParser.parse("readings", "{\"t\": {\"format\": \"" + format + "\"" + mapping + "}}"),
                        registry)
                .first();
        return () -> {
            reader.read(KEY, value, headers, TIME);
            reader.select(0);
            if (reader.rejection().isPresent() || reader.row(version, row, 0).isPresent()) {
                throw new IllegalStateException(reader.detail());
            }
        };
    }
}
