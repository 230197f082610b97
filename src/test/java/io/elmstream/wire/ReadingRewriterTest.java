package io.elmstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.batch.Rejection;
import io.elmstream.support.HostileBytes;
import io.elmstream.wire.avro.SensorReading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;

/** Held against Avro's own reader, and against schemas that are made to cost time. */
class ReadingRewriterTest {

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
    private final ReadingDecoder decoder = new ReadingDecoder(registry);
    private final ReadingView view = new ReadingView();

    @Property(tries = 300)
    void shouldReadWhatAvrosOwnReaderReads(@ForAll("writers") Schema writer, @ForAll int seed) throws IOException {
        // Given
        GenericRecord record =
                (GenericRecord) new RandomData(writer, 1, seed).iterator().next();
        byte[] value = write(writer, record);
        SensorReading expected = new SpecificDatumReader<SensorReading>(writer, SensorReading.getClassSchema())
                .read(null, DecoderFactory.get().binaryDecoder(value, Frame.HEADER, value.length - Frame.HEADER, null));

        // When
        decoder.decode(value, view);

        // Then
        assertThat(view.detail()).isEmpty();
        assertThat(shown()).isEqualTo(expected);
    }

    @Provide
    Arbitrary<Schema> writers() {
        Arbitrary<String> text = Arbitraries.of("'string'", "'bytes'", "['string']", "['bytes', 'string']");
        Arbitrary<String> optional = Arbitraries.of("'null'", "['null', 'string']", "['bytes', 'null']", "'string'");
        Arbitrary<String> time = Arbitraries.of(
                "'int'",
                "'long'",
                "['long', 'null']",
                "['null', 'int', 'long']",
                "['null', {'type': 'long', 'logicalType': 'timestamp-millis'}]");
        Arbitrary<String> features = Arbitraries.of("'float'", "'int'", "'long'", "['int', 'float']")
                .map("{'type': 'array', 'items': %s}"::formatted)
                .flatMap(array -> Arbitraries.of(array, "[" + array + "]"));
        Arbitrary<String> extra = Arbitraries.of(
                "'null'",
                "'double'",
                "'boolean'",
                "{'type': 'map', 'values': 'int'}",
                "{'type': 'enum', 'name': 'E', 'symbols': ['A', 'B']}",
                "{'type': 'fixed', 'name': 'F', 'size': 3}",
                "{'type': 'array', 'items': {'type': 'record', 'name': 'R', 'fields': [{'name': 'x', 'type':"
                        + " 'bytes'}]}}");
        return Combinators.combine(text, optional, time, features, extra)
                .as((id, label, when, array, more) -> List.of(
                        "{'name': 'sensorId', 'type': %s}".formatted(id),
                        "{'name': 'label', 'type': %s}".formatted(label),
                        "{'name': 'eventTime', 'type': %s}".formatted(when),
                        "{'name': 'features', 'type': %s}".formatted(array),
                        "{'name': 'extra', 'type': %s}".formatted(more)))
                .flatMap(fields -> Arbitraries.shuffle(fields))
                .map(fields ->
                        parse("{'type': 'record', 'name': 'SensorReading', 'namespace': 'org.example', 'fields': ["
                                + String.join(",", fields) + "]}"));
    }

    @Property(tries = 1_000)
    void shouldThrowNothingWhateverSchemaAndBytesAre(
            @ForAll("anySchemas") Schema writer, @ForAll @Size(max = 40) byte[] value) {
        // When
        decoder.decode(framed(writer, value), view);

        // Then
        if (view.rejection().isEmpty()) {
            view.readFeatures(new float[view.width()], 0);
        } else {
            assertThat(view.detail()).isNotEmpty();
        }
    }

    /** Our fields, mostly of types that fit, and one of any type before them. */
    @Provide
    Arbitrary<Schema> anySchemas() {
        Arbitrary<String> any = types(2);
        Arbitrary<String> text = mostly(any, "'string'", "['string', 'bytes']", "[]");
        Arbitrary<String> optional = mostly(any, "['null', 'string']", "'null'", "[]");
        Arbitrary<String> time = mostly(any, "['null', 'long']", "{'type': 'int', 'logicalType': 'date'}", "[]");
        Arbitrary<String> features = mostly(
                any,
                "{'type': 'array', 'items': 'float'}",
                "[{'type': 'array', 'items': 'int'}]",
                "{'type': 'array', 'items': ['float', 'long']}",
                "{'type': 'array', 'items': []}");
        return Combinators.combine(any, text, optional, time, features)
                .as((extra, id, label, when, row) -> """
                        {'type': 'record', 'name': 'SensorReading', 'namespace': 'org.example', 'fields': [
                          {'name': 'extra', 'type': %s}, {'name': 'sensorId', 'type': %s},
                          {'name': 'label', 'type': %s},
                          {'name': 'eventTime', 'type': %s},
                          {'name': 'features', 'type': %s}]}""".formatted(extra, id, label, when, row))
                .filter(ReadingRewriterTest::isSchema)
                .map(ReadingRewriterTest::parse);
    }

    private static Arbitrary<String> mostly(Arbitrary<String> any, String... fitting) {
        return Arbitraries.frequencyOf(Tuple.of(8, Arbitraries.of(fitting)), Tuple.of(1, any));
    }

    private static Arbitrary<String> types(int depth) {
        Arbitrary<String> plain = Arbitraries.of(
                "'null'",
                "'boolean'",
                "'int'",
                "'long'",
                "'float'",
                "'double'",
                "'bytes'",
                "'string'",
                "{'type': 'int', 'logicalType': 'date'}",
                "{'type': 'long', 'logicalType': 'timestamp-nanos'}",
                "{'type': 'bytes', 'logicalType': 'decimal', 'precision': 9, 'scale': 2}");
        Arbitrary<String> named = Combinators.combine(
                        Arbitraries.integers().between(0, 1_000_000),
                        Arbitraries.of(
                                "{'type': 'fixed', 'name': 'F#', 'size': 0}",
                                "{'type': 'fixed', 'name': 'F#', 'size': 5, 'logicalType': 'decimal', 'precision': 9}",
                                "{'type': 'enum', 'name': 'E#', 'symbols': []}",
                                "{'type': 'enum', 'name': 'E#', 'symbols': ['A', 'B']}",
                                "{'type': 'record', 'name': 'R#', 'fields': []}",
                                "{'type': 'record', 'name': 'R#', 'fields': [{'name': 'next', 'type': 'R#'}]}",
                                "{'type': 'record', 'name': 'R#', 'fields': [{'name': 'next', 'type': ['null',"
                                        + " 'R#']}]}"))
                .as((number, type) -> type.replace("#", number.toString()));
        if (depth == 0) {
            return Arbitraries.oneOf(plain, named);
        }
        Arbitrary<String> inner = types(depth - 1);
        return Arbitraries.oneOf(
                plain,
                named,
                inner.map("{'type': 'array', 'items': %s}"::formatted),
                inner.map("{'type': 'map', 'values': %s}"::formatted),
                Arbitraries.oneOf(plain, named)
                        .list()
                        .ofMaxSize(3)
                        .map(branches -> "[" + String.join(", ", branches) + "]"));
    }

    /** A union may not name a type twice. */
    private static boolean isSchema(String text) {
        try {
            parse(text);
            return true;
        } catch (AvroRuntimeException e) {
            return false;
        }
    }

    @Test
    void shouldNotCountItemsThatTakeNoBytes() {
        // Given
        Schema writer = parse("""
                {'type': 'record', 'name': 'SensorReading', 'fields': [
                  {'name': 'nothing', 'type': {'type': 'array', 'items': 'null'}},
                  {'name': 'sensorId', 'type': 'string'},
                  {'name': 'features', 'type': {'type': 'array', 'items': 'float'}}]}""");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 250_000; i++) {
            all.writeBytes(HostileBytes.zigZag(1_000_000 - 4 * i - 10));
        }

        // When: 125 billion items in a megabyte
        decoder.decode(framed(writer, all.toByteArray()), view);

        // Then
        assertThat(view.rejection()).contains(Rejection.UNREADABLE);
    }

    @Test
    void shouldSayThatNoValueIsOfAUnionOfNothing() {
        // Given
        Schema writer = parse("""
                {'type': 'record', 'name': 'SensorReading', 'fields': [
                  {'name': 'nothing', 'type': []},
                  {'name': 'sensorId', 'type': 'string'},
                  {'name': 'features', 'type': {'type': 'array', 'items': 'float'}}]}""");

        // When
        decoder.decode(framed(writer, new byte[] {0, 2, 'a', 0}), view);

        // Then
        assertThat(view.rejection()).contains(Rejection.UNREADABLE);
    }

    @Test
    void shouldNotTakeALongNumberForADate() {
        // Given
        Schema writer = parse("""
                {'type': 'record', 'name': 'SensorReading', 'fields': [
                  {'name': 'eventTime', 'type': {'type': 'int', 'logicalType': 'date'}},
                  {'name': 'sensorId', 'type': 'string'},
                  {'name': 'features', 'type': {'type': 'array', 'items': 'float'}}]}""");
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.writeBytes(HostileBytes.zigZag(1L << 40));
        value.writeBytes(new byte[] {2, 'a', 0});

        // When
        decoder.decode(framed(writer, value.toByteArray()), view);

        // Then
        assertThat(view.rejection()).contains(Rejection.UNREADABLE);
    }

    @Test
    void shouldNotUnfoldASchemaThatHoldsItselfTwiceAtEachLevel() {
        // Given
        Schema bomb = Schema.create(Schema.Type.NULL);
        for (int level = 0; level < 60; level++) {
            bomb = Schema.createRecord(
                    "L" + level, null, null, false, List.of(new Schema.Field("a", bomb), new Schema.Field("b", bomb)));
        }
        Schema writer = Schema.createRecord(
                "SensorReading",
                null,
                null,
                false,
                List.of(
                        new Schema.Field("bomb", bomb),
                        new Schema.Field("sensorId", Schema.create(Schema.Type.STRING)),
                        new Schema.Field("features", Schema.createArray(Schema.create(Schema.Type.FLOAT)))));

        // When
        decoder.decode(framed(writer, new byte[] {2, 'a', 0}), view);

        // Then
        assertThat(view.rejection()).contains(Rejection.UNREADABLE);
    }

    @Test
    void shouldEndASchemaThatHoldsItself() {
        // Given
        Schema writer = parse("""
                {'type': 'record', 'name': 'SensorReading', 'fields': [
                  {'name': 'next', 'type':
                    {'type': 'record', 'name': 'Next', 'fields': [{'name': 'n', 'type': ['null', 'Next']}]}},
                  {'name': 'sensorId', 'type': 'string'},
                  {'name': 'features', 'type': {'type': 'array', 'items': 'float'}}]}""");
        byte[] deep = new byte[100_000];
        Arrays.fill(deep, (byte) 2);

        // When
        decoder.decode(framed(writer, deep), view);

        // Then
        assertThat(view.rejection()).contains(Rejection.UNREADABLE);
    }

    @Test
    void shouldReadASchemaOfThousandsOfFields() throws IOException {
        // Given
        List<Schema.Field> fields = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            fields.add(new Schema.Field("f" + i, Schema.create(Schema.Type.NULL)));
        }
        fields.add(new Schema.Field("sensorId", Schema.create(Schema.Type.STRING)));
        fields.add(new Schema.Field("features", Schema.createArray(Schema.create(Schema.Type.FLOAT))));
        Schema writer = Schema.createRecord("SensorReading", null, null, false, fields);
        GenericRecord record = new GenericData.Record(writer);
        record.put("sensorId", "pump-1");
        record.put("features", List.of(1f));

        // When
        decoder.decode(write(writer, record), view);

        // Then
        assertThat(view.detail()).isEmpty();
        assertThat(view.width()).isOne();
    }

    private SensorReading shown() {
        float[] row = new float[view.width()];
        view.readFeatures(row, 0);
        List<Float> features = new ArrayList<>();
        for (float value : row) {
            features.add(value);
        }
        long time = view.eventTimeOr(Long.MIN_VALUE);
        return new SensorReading(
                view.sensorId(),
                view.namesModel() ? view.modelId() : null,
                time == Long.MIN_VALUE ? null : Instant.ofEpochMilli(time),
                view.label().orElse(null),
                features);
    }

    private byte[] write(Schema writer, GenericRecord record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        var out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(writer).write(record, out);
        return framed(writer, bytes.toByteArray());
    }

    private byte[] framed(Schema writer, byte[] encoded) {
        byte[] header = new byte[Frame.HEADER];
        Frame.writeHeader(header, registry.register("sensor-readings", writer));
        return HostileBytes.concat(header, encoded);
    }

    private static Schema parse(String json) {
        return new Schema.Parser().parse(json.replace('\'', '"'));
    }
}
