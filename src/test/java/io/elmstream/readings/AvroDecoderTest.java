package io.elmstream.readings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.batch.Rejection;
import io.elmstream.readings.FeatureMapping.Fallbacks;
import io.elmstream.support.AvroValues;
import io.elmstream.wire.MemorySchemaRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Type;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class AvroDecoderTest {

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
    private final DecodedReadings decoded = new DecodedReadings();

    private static Mapping mapping(Optional<FieldPath> each, List<FieldPath> paths) {
        return reading(
                each,
                paths.stream()
                        .map(path -> FeatureMapping.plain(path.toString(), path, Fallbacks.REFUSE))
                        .toList());
    }

    private static Mapping reading(Optional<FieldPath> each, List<FeatureMapping> features) {
        return new Mapping(
                new TopicName.Exact("t"),
                Format.AVRO,
                SchemaIds.CONTENT,
                each,
                new Place.Key(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                features,
                Fallbacks.REFUSE);
    }

    private AvroDecoder decoder(Mapping mapping) {
        return new AvroDecoder(mapping, new Layout(mapping), registry);
    }

    private void decode(AvroDecoder decoder, int width, byte[] value) {
        decoded.start(width);
        decoder.decode(value, new RecordHeaders(), 0, decoded);
    }

    @Property(tries = 500)
    void shouldFindAtEachPathWhatAvrosOwnWriterPutThere(@ForAll long seed) {
        // Given
        AnyAvro any = new AnyAvro(seed);
        Random random = new Random(seed);
        List<FieldPath> paths = new ArrayList<>(any.found.keySet());
        paths.removeIf(path -> random.nextInt(4) == 0);
        paths.add(FieldPath.parse("nowhere.at[1]"));
        int id = registry.register("t", any.schema);
        byte[] value = AvroValues.framed(id, AvroValues.bare(any.schema, any.value));

        // When
        decode(decoder(mapping(Optional.empty(), paths)), paths.size(), value);

        // Then
        assertThat(decoded.detail()).isEmpty();
        assertThat(decoded.rejection()).isEmpty();
        for (int slot = 0; slot < paths.size(); slot++) {
            AnyAvro.Found found = any.found.get(paths.get(slot));
            byte state = found == null ? DecodedReadings.ABSENT : found.state();
            assertThat(decoded.stateOf(0, slot)).as("%s", paths.get(slot)).isEqualTo(state);
            if (state == DecodedReadings.PRESENT) {
                assertThat(decoded.valueOf(0, slot)).as("%s", paths.get(slot)).isEqualTo(found.value());
            }
        }
    }

    @Property(tries = 1_000)
    void shouldRejectOrReadAnyBytesAndNeverThrow(@ForAll long seed) {
        // Given
        AnyAvro any = new AnyAvro(seed);
        Random random = new Random(seed);
        List<FieldPath> paths = new ArrayList<>(any.found.keySet());
        AvroDecoder decoder = decoder(mapping(Optional.empty(), paths));
        int id = registry.register("t", any.schema);
        byte[] bare = AvroValues.bare(any.schema, any.value);

        for (int i = 0; i < 20; i++) {
            // When
            decode(decoder, paths.size(), AvroValues.framed(id, DamagedBytes.of(bare, 0, random)));

            // Then
            assertThat(decoded.rejection().orElse(Rejection.UNREADABLE)).isEqualTo(Rejection.UNREADABLE);
        }
    }

    @Test
    void shouldGiveUpOnBytesThatStandForMoreStepsThanTheyAre() {
        // Given
        Schema nothing = SchemaBuilder.record("Nothing").fields().endRecord();
        Schema schema = SchemaBuilder.record("Reading")
                .fields()
                .name("a")
                .type()
                .array()
                .items(nothing)
                .noDefault()
                .endRecord();
        int id = registry.register("t", schema);
        byte[] bare = new byte[900_000];
        for (int i = 0; i < bare.length; i += 2) {
            // a block of 8,000 records of no bytes
            bare[i] = (byte) 0x80;
            bare[i + 1] = 0x7d;
        }

        for (String path : List.of("a", "a[5].b", "a[].b", "b")) {
            FieldPath read = FieldPath.parse(path);
            Optional<FieldPath> each = path.contains("[]") ? Optional.of(FieldPath.parse("a[]")) : Optional.empty();

            // When
            decode(decoder(mapping(each, List.of(read))), 1, AvroValues.framed(id, bare));

            // Then
            assertThat(decoded.rejection()).as(path).isPresent();
        }
    }

    @Test
    void shouldFollowARecursiveSchemaAsFarAsThePathsDo() {
        // Given
        Schema schema = new Schema.Parser().parse("""
                {"type": "record", "name": "Node", "fields": [{"name": "v", "type": "int"},
                  {"name": "next", "type": ["null", "Node"]}]}""");
        int id = registry.register("t", schema);
        Object node = null;
        for (int v = 9; v >= 0; v--) {
            node = new GenericRecordBuilder(schema)
                    .set("v", v)
                    .set("next", node)
                    .build();
        }

        // When
        decode(
                decoder(mapping(Optional.empty(), List.of(FieldPath.parse("next.next.v"), FieldPath.parse("v")))),
                2,
                AvroValues.framed(id, AvroValues.bare(schema, node)));

        // Then
        assertThat(decoded.rejection()).isEmpty();
        assertThat(decoded.valueOf(0, 0)).isEqualTo(2);
        assertThat(decoded.valueOf(0, 1)).isZero();
    }

    @Property(tries = 200)
    void shouldReadSuccessiveNumbersThatMayBeNull(
            @ForAll long seed, @ForAll @IntRange(max = 3) int kind, @ForAll boolean isNullFirst) {
        // Given
        Random random = new Random(seed);
        Schema number = Schema.create(
                List.of(Type.FLOAT, Type.DOUBLE, Type.INT, Type.LONG).get(kind));
        Schema missing = Schema.create(Type.NULL);
        Schema union = Schema.createUnion(isNullFirst ? List.of(missing, number) : List.of(number, missing));
        int nulls = random.nextInt(4);
        SchemaBuilder.FieldAssembler<Schema> fields =
                SchemaBuilder.record("Reading").fields();
        List<FeatureMapping> features = new ArrayList<>();
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            fields = fields.name("f" + i).type(union).noDefault();
            features.add(new FeatureMapping(
                    "f" + i,
                    FieldPath.parse("f" + i),
                    new FeatureType.Numeric(),
                    Fallbacks.REFUSE,
                    random.nextInt(8) == 0 ? 2 : 1,
                    0));
            values.add(random.nextInt(6) < nulls ? null : random.nextInt(2_000) - 1_000);
        }
        Schema schema = fields.endRecord();
        GenericRecordBuilder record = new GenericRecordBuilder(schema);
        for (int i = 0; i < values.size(); i++) {
            record.set("f" + i, values.get(i) == null ? null : boxed(number.getType(), values.get(i)));
        }
        byte[] value = AvroValues.framed(registry.register("t", schema), AvroValues.bare(record.build()));
        AvroDecoder decoder = decoder(reading(Optional.empty(), features));

        // When
        decode(decoder, values.size(), value);

        // Then
        assertThat(decoded.rejection()).isEmpty();
        for (int i = 0; i < values.size(); i++) {
            Integer expected = values.get(i);
            assertThat(decoded.stateOf(0, i))
                    .isEqualTo(expected == null ? DecodedReadings.NULL : DecodedReadings.PRESENT);
            if (expected != null) {
                assertThat(decoded.valueOf(0, i))
                        .isEqualTo((float) (expected * features.get(i).scale()));
            }
        }
        decode(decoder, values.size(), Arrays.copyOf(value, value.length - 1));
        assertThat(decoded.rejection()).contains(Rejection.UNREADABLE);
        decode(decoder, values.size(), Arrays.copyOf(value, value.length + 1));
        assertThat(decoded.rejection()).contains(Rejection.UNREADABLE);
    }

    private static Object boxed(Type type, int value) {
        return switch (type) {
            case FLOAT -> (float) value;
            case DOUBLE -> (double) value;
            case LONG -> (long) value;
            default -> value;
        };
    }

    @Test
    void shouldReadEachValueWithTheSchemaOfItsWriter() {
        // Given
        Schema first =
                SchemaBuilder.record("Reading").fields().requiredDouble("t").endRecord();
        Schema second = SchemaBuilder.record("org.example.Renamed")
                .fields()
                .optionalString("note")
                .optionalInt("t")
                .endRecord();
        byte[] old = AvroValues.framed(
                registry.register("t", first),
                AvroValues.bare(new GenericRecordBuilder(first).set("t", 1.5).build()));
        byte[] renewed = AvroValues.framed(
                registry.register("t", second),
                AvroValues.bare(new GenericRecordBuilder(second)
                        .set("note", "x")
                        .set("t", 7)
                        .build()));
        AvroDecoder decoder = decoder(mapping(Optional.empty(), List.of(FieldPath.parse("t"))));
        List<Float> read = new ArrayList<>();

        // When
        for (byte[] value : List.of(old, renewed, old, renewed)) {
            decode(decoder, 1, value);
            read.add(decoded.valueOf(0, 0));
        }

        // Then
        assertThat(read).containsExactly(1.5f, 7f, 1.5f, 7f);
    }

    @Test
    void shouldReadTheElementsOfAnArrayAtTheRootAsReadings() {
        // Given
        Schema schema = Schema.createArray(Schema.createMap(Schema.create(Schema.Type.DOUBLE)));
        int id = registry.register("t", schema);

        // When
        decode(
                decoder(mapping(Optional.of(FieldPath.parse("[]")), List.of(FieldPath.parse("[].t")))),
                1,
                AvroValues.framed(
                        id, AvroValues.bare(schema, List.of(Map.of("t", 1.0, "u", 3.0), Map.of("t", 2.0), Map.of()))));

        // Then
        assertThat(decoded.count()).isEqualTo(3);
        assertThat(decoded.valueOf(decoded.rowOf(0), 0)).isEqualTo(1);
        assertThat(decoded.valueOf(decoded.rowOf(1), 0)).isEqualTo(2);
        assertThat(decoded.stateOf(decoded.rowOf(2), 0)).isEqualTo(DecodedReadings.ABSENT);
    }

    @Test
    void shouldKeepATextOfTheSameBytes() {
        // Given
        TextTarget target = new TextTarget(DecodedReadings::sensor);
        byte[] bytes = "pump-1pump-2".getBytes(UTF_8);
        decoded.start(0);

        // When
        target.utf8(decoded, 0, bytes, 0, 6);
        byte[] first = decoded.sensorOf(0);
        target.utf8(decoded, 0, bytes, 0, 6);

        // Then
        assertThat(decoded.sensorOf(0)).isSameAs(first).asString(UTF_8).isEqualTo("pump-1");
        target.utf8(decoded, 0, bytes, 6, 12);
        assertThat(decoded.sensorOf(0)).asString(UTF_8).isEqualTo("pump-2");
        target.text(decoded, 0, "pump-1");
        assertThat(decoded.sensorOf(0)).asString(UTF_8).isEqualTo("pump-1");
    }
}
