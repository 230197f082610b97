package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.batch.Rejection;
import io.elmstream.bench.MemoryFacade;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What schemas readings may be written with, and what is said of others. */
class ReadingFitTest {

    /** 2023-11-14T22:13:20Z. */
    private static final long MILLIS = 1_700_000_000_000L;

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
    private final ReadingDecoder decoder = new ReadingDecoder(registry);
    private final ReadingView view = new ReadingView();

    @ParameterizedTest
    @CsvSource({
        "long, timestamp-millis, 1700000000000, 1700000000000",
        "long, timestamp-micros, 1700000000000999, 1700000000000",
        "long, timestamp-nanos, 1700000000000999999, 1700000000000",
        "int, date, 19675, 1699920000000",
        "int, date, 2147483647, 185542587100800000",
        "long, unheard-of, 1700000000000, 1700000000000",
    })
    void shouldTakeEventTimesForWhatTheirLogicalTypeSays(String type, String logicalType, long written, long millis) {
        // Given
        Schema time =
                new Schema.Parser().parse("{\"type\": \"%s\", \"logicalType\": \"%s\"}".formatted(type, logicalType));
        Schema optional = Schema.createUnion(Schema.create(Schema.Type.NULL), time);
        Object value = type.equals("int") ? (Object) (int) written : (Object) written;

        for (Schema schema : List.of(time, optional)) {
            // When
            decoder.decode(write(reading(schema, floats()), value, List.of(1f)), view);

            // Then
            assertThat(view.rejection()).isEmpty();
            assertThat(view.eventTimeOr(7)).isEqualTo(millis);
        }
    }

    @Test
    void shouldTakeEachBranchOfAnEventTimeForWhatItIs() {
        // Given
        Schema either = parse("""
                ["null", {"type": "int", "logicalType": "date"},
                 {"type": "long", "logicalType": "timestamp-micros"}]""");
        Schema writer = reading(either, floats());

        // When / Then
        decoder.decode(write(writer, 19675, List.of(1f)), view);
        assertThat(view.eventTimeOr(7)).isEqualTo(1_699_920_000_000L);
        decoder.decode(write(writer, MILLIS * 1_000, List.of(1f)), view);
        assertThat(view.eventTimeOr(7)).isEqualTo(MILLIS);
        decoder.decode(write(writer, null, List.of(1f)), view);
        assertThat(view.eventTimeOr(7)).isEqualTo(7);
    }

    @Test
    void shouldTakeDecimalsForTheNumbersThatTheyAre() {
        // Given
        Schema decimal = parse("""
                {"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}""");
        Schema fixed = parse("""
                {"type": "fixed", "name": "Money", "size": 8,
                 "logicalType": "decimal", "precision": 10, "scale": 3}""");
        Schema either = Schema.createUnion(decimal, fixed, Schema.create(Schema.Type.INT));
        List<Object> values = List.of(
                ByteBuffer.wrap(new BigDecimal("-12.25").unscaledValue().toByteArray()),
                new GenericData.Fixed(fixed, new byte[] {0, 0, 0, 0, 0, 0, 0x05, (byte) 0xdc}),
                3);

        // When
        decoder.decode(
                write(reading(Schema.create(Schema.Type.LONG), Schema.createArray(either)), MILLIS, values), view);

        // Then
        assertThat(view.detail()).isEmpty();
        float[] row = new float[view.width()];
        view.readFeatures(row, 0);
        assertThat(row).containsExactly(-12.25f, 1.5f, 3f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type': 'int', 'logicalType': 'time-millis'} | found time-millis (int), wanted timestamp-millis"
                        + " (long) or null",
                "{'type': 'long', 'logicalType': 'time-micros'} | found time-micros (long), wanted timestamp-millis"
                        + " (long) or null",
                "{'type': 'long', 'logicalType': 'local-timestamp-millis'}"
                        + "| found local-timestamp-millis (long), wanted timestamp-millis (long) or null",
                "{'type': 'fixed', 'name': 'D', 'size': 12, 'logicalType': 'duration'}"
                        + "| found duration (fixed), wanted timestamp-millis (long) or null",
                "['null', 'string'] | found null or string, wanted timestamp-millis (long) or null",
            })
    void shouldSayWhichEventTimesAreNone(String schema, String words) {
        // When
        decode(reading(parse(schema.replace('\'', '"')), floats()));

        // Then
        assertThat(view.rejection()).contains(Rejection.UNREADABLE);
        assertThat(view.detail())
                .isEqualTo("the schema org.example.SensorReading with content id 1 cannot be read as a"
                        + " SensorReading: field eventTime: " + words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type': 'array', 'items': 'double'} | found array of double, wanted array of float",
                "{'type': 'array', 'items': ['null', 'float']} | found array of null or float, wanted array of float",
                "{'type': 'array', 'items': {'type': 'int', 'logicalType': 'date'}} | found array of date (int),"
                        + " wanted array of float",
                "{'type': 'array', 'items': {'type': 'bytes', 'logicalType': 'decimal', 'precision': 4000, 'scale': 2}}"
                        + "| found array of decimal (bytes), wanted array of float",
                "{'type': 'array', 'items': []} | found array of a union of nothing, wanted array of float",
                "{'type': 'map', 'values': 'float'} | found map, wanted array of float",
            })
    void shouldSayWhichFeaturesAreNone(String schema, String words) {
        // When
        decode(reading(Schema.create(Schema.Type.LONG), parse(schema.replace('\'', '"'))));

        // Then
        assertThat(view.rejection()).contains(Rejection.UNREADABLE);
        assertThat(view.detail()).endsWith("field features: " + words);
    }

    @Test
    void shouldNameEveryFieldThatIsMissing() {
        // When
        decode(parse("""
                {"type": "record", "name": "SensorReading", "fields": [{"name": "label", "type": "int"}]}"""));

        // Then
        assertThat(view.detail())
                .endsWith("there is no field sensorId, wanted string; field label: found int,"
                        + " wanted string or null; there is no field features, wanted array of float");
    }

    @Test
    void shouldSayThatASchemaIsNoRecord() {
        // When
        decode(Schema.create(Schema.Type.STRING));

        // Then
        assertThat(view.detail()).endsWith("found string, wanted a record SensorReading");
    }

    private void decode(Schema writer) {
        int id = registry.register("sensor-readings", writer);
        decoder.decode(new byte[] {0, 0, 0, 0, (byte) id, 1, 2, 3}, view);
    }

    private byte[] write(Schema writer, Object eventTime, List<?> features) {
        return MemoryFacade.<GenericRecord>serializer(registry)
                .serialize(
                        "sensor-readings",
                        new GenericRecordBuilder(writer)
                                .set("eventTime", eventTime)
                                .set("sensorId", ByteBuffer.wrap("pump-1".getBytes(UTF_8)))
                                .set("features", features)
                                .build());
    }

    private static Schema reading(Schema eventTime, Schema features) {
        return Schema.createRecord(
                "SensorReading",
                null,
                "org.example",
                false,
                List.of(
                        new Schema.Field("eventTime", eventTime),
                        new Schema.Field("sensorId", Schema.create(Schema.Type.BYTES)),
                        new Schema.Field("features", features)));
    }

    private static Schema floats() {
        return Schema.createArray(Schema.create(Schema.Type.FLOAT));
    }

    private static Schema parse(String json) {
        return new Schema.Parser().parse(json);
    }
}
