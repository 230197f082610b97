package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.readings.MappingParser;
import io.elmstream.support.AvroValues;
import io.elmstream.support.InferenceDriver;
import io.elmstream.support.TestModels;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.ReadingIndices;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readings in Avro of any schema through the inference topology. */
class AvroReadingsTest {

    private static final Schema PUMP = new Schema.Parser().parse("""
            {"type": "record", "name": "Telemetry", "namespace": "com.example.pumps", "fields": [
              {"name": "device", "type": {"type": "record", "name": "Device", "fields": [
                {"name": "id", "type": "string"}, {"name": "line", "type": ["null", "string"]}]}},
              {"name": "taken", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "left", "type": ["double", "null"]},
              {"name": "note", "type": {"type": "array", "items": "string"}},
              {"name": "right", "type": "float"}]}""");

    private static final Schema PACK = new Schema.Parser().parse("""
            {"type": "record", "name": "Pack", "fields": [
              {"name": "samples", "type": ["null", {"type": "array", "items":
                {"type": "record", "name": "Sample", "fields": [
                {"name": "at", "type": {"type": "int", "logicalType": "date"}},
                {"name": "left", "type": ["null", "int"]}, {"name": "right", "type": "int"}]}}]},
              {"name": "device", "type": {"type": "enum", "name": "Pump", "symbols": ["P1", "P2"]}}]}""");

    private InferenceDriver driver = driver("'sensor': 'device.id', 'time': 'taken'");

    private static InferenceDriver driver(String mapping) {
        InferenceDriver driver = new InferenceDriver(MappingParser.parse(
                "readings",
                "{'sensor-readings': {'format': 'avro', %s}}".formatted(mapping).replace('\'', '"')));
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));
        return driver;
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private void use(String mapping) {
        driver.close();
        driver = driver(mapping);
    }

    private static GenericRecord pump(Object left, float right) {
        Schema device = PUMP.getField("device").schema();
        return new GenericRecordBuilder(PUMP)
                .set(
                        "device",
                        new GenericRecordBuilder(device)
                                .set("id", "p-7")
                                .set("line", null)
                                .build())
                .set("taken", 1_594_512_094_380_999L)
                .set("left", left)
                .set("note", List.of("a", "b"))
                .set("right", right)
                .build();
    }

    private void send(GenericRecord record) {
        int id = driver.registry().register("sensor-readings", record.getSchema());
        send(AvroValues.framed(id, AvroValues.bare(record)));
    }

    private void send(byte[] value) {
        driver.send("k".getBytes(UTF_8), value, new RecordHeaders(), 1_000);
    }

    private List<DeadLetterHeaders> deadLetters() {
        return driver.deadLetters().stream()
                .map(letter -> DeadLetterHeaders.of(letter.headers()))
                .toList();
    }

    @Test
    void shouldScoreFieldsOfAnySchemaByTheNamesOfTheModel() {
        // When
        send(pump(1.0, 3));

        // Then
        assertThat(driver.predictions()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("p-7");
            assertThat(record.value().getLabel()).isEqualTo("right");
            assertThat(record.value().getEventTime().toEpochMilli()).isEqualTo(1_594_512_094_380L);
        });
        assertThat(driver.deadLetters()).isEmpty();
    }

    @Test
    void shouldSayWhatAReadingLacks() {
        // Given
        Schema renamed =
                new Schema.Parser().parse(PUMP.toString().replace("\"name\":\"right\"", "\"name\":\"rights\""));
        byte[] bare = AvroValues.bare(pump(1.0, 3));
        int id = driver.registry().register("sensor-readings", PUMP);
        int other = driver.registry().register("sensor-readings", renamed);

        // When
        send(pump(null, 3));
        send(AvroValues.framed(other, bare));
        send(AvroValues.framed(id, new byte[] {2, 3}));
        send(AvroValues.framed(99, bare));
        send(AvroValues.framed8(id, bare));
        send(bare);
        send(pump(1.0, 3));

        // Then
        assertThat(driver.predictions()).hasSize(1);
        assertThat(deadLetters())
                .extracting(letter -> letter.reason() + ": " + letter.message())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("NULL_FEATURE: left is null"),
                        second -> assertThat(second)
                                .startsWith("MISSING_FEATURE: the record has no field right")
                                .endsWith("its schema has rights"),
                        third -> assertThat(third)
                                .startsWith("UNREADABLE: the value of 7 bytes ends or breaks before the end of the"
                                        + " schema com.example.pumps.Telemetry"),
                        fourth -> assertThat(fourth)
                                .startsWith("UNKNOWN_SCHEMA: the registry knows no schema with content id 99"),
                        fifth -> assertThat(fifth)
                                .startsWith("UNKNOWN_SCHEMA: the content id 0 is assigned by no registry")
                                .endsWith("set ids: content8 or global8"),
                        sixth -> assertThat(sixth).contains("does not start with the byte 0 and an id of 4 bytes"));
    }

    @Test
    void shouldReadTheFieldsOfAVersionThatIsNewToTheTopic() {
        // Given
        use("'model': 'device.line'");
        driver.serve("other", 1, TestModels.smaller("other", 1));
        GenericRecord ofOther = pump(1.0, 3);
        ((GenericRecord) ofOther.get("device")).put("line", "other");

        // When
        send(pump(1.0, 3));
        send(ofOther);

        // Then
        assertThat(driver.predictions())
                .extracting(record -> record.key() + " " + record.value().getLabel())
                .containsExactly("k right", "k left");
    }

    @Test
    void shouldGiveEachElementOfAnArrayItsOutcome() {
        // Given
        use("'each': 'samples[]', 'sensor': 'device', 'time': 'samples[].at'");
        Schema sample = PACK.getField("samples").schema().getTypes().get(1).getElementType();
        List<GenericRecord> samples = List.of(sample(sample, 1, 2), sample(sample, null, 2), sample(sample, 4, 2));
        GenericRecordBuilder pack = new GenericRecordBuilder(PACK)
                .set(
                        "device",
                        new GenericData.EnumSymbol(PACK.getField("device").schema(), "P2"));

        // When
        send(pack.set("samples", samples).build());
        send(pack.set("samples", null).build());

        // Then
        assertThat(driver.predictions())
                .extracting(record -> record.key()
                        + record.value().getSourceIndex()
                        + record.value().getLabel()
                        + record.value().getEventTime())
                .containsExactly("P20right2020-01-01T00:00:00Z", "P22left2020-01-01T00:00:00Z");
        List<TestRecord<byte[], byte[]>> letters = driver.deadLetters();
        assertThat(InferenceDriver.header(letters.get(0), ReadingIndices.HEADER))
                .isEqualTo("1");
        assertThat(letters)
                .extracting(letter -> DeadLetterHeaders.of(letter.headers()).message())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("reading 1: samples[].left is null"),
                        second -> assertThat(second).startsWith("there is no array at samples[]"));
    }

    private static GenericRecord sample(Schema schema, Integer left, int right) {
        return new GenericRecordBuilder(schema)
                .set("at", 18_262)
                .set("left", left)
                .set("right", right)
                .build();
    }

    @Test
    void shouldTakeNoLocalTimeForAPointInTime() {
        // Given
        Schema local = new Schema.Parser()
                .parse(PUMP.toString().replace("\"timestamp-micros\"", "\"local-timestamp-micros\""));
        int id = driver.registry().register("sensor-readings", local);
        byte[] value = AvroValues.framed(id, AvroValues.bare(pump(1.0, 3)));

        // When
        send(value);

        // Then
        assertThat(deadLetters())
                .singleElement()
                .satisfies(letter ->
                        assertThat(letter.message()).startsWith("the event time is 'local-timestamp-micros (long)'"));
        use("'time': {'path': 'taken', 'unit': 'us'}");
        driver.registry().register("sensor-readings", local);
        send(value);
        assertThat(driver.predictions()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"content, 4", "global, 4", "content8, 8", "global8, 8"})
    void shouldReadIdsInThePrefix(String ids, int bytes) {
        // Given
        use("'ids': '" + ids + "'");
        int id = driver.registry().register("sensor-readings", PUMP);
        byte[] bare = AvroValues.bare(pump(1.0, 3));

        // When
        send(bytes == 4 ? AvroValues.framed(id, bare) : AvroValues.framed8(id, bare));

        // Then
        assertThat(deadLetters()).isEmpty();
        assertThat(driver.predictions()).hasSize(1);
    }

    @Test
    void shouldReadIdsInHeaders() {
        // Given
        use("'ids': 'headers'");
        int id = driver.registry().register("sensor-readings", PUMP);
        byte[] bare = AvroValues.bare(pump(1.0, 3));

        // When
        for (String name : List.of("apicurio.value.contentId", "apicurio.value.globalId", "else")) {
            RecordHeaders headers = new RecordHeaders();
            headers.add(name, ByteBuffer.allocate(8).putLong(id).array());
            driver.send("k".getBytes(UTF_8), bare, headers, 1_000);
        }

        // Then
        assertThat(driver.predictions()).hasSize(2);
        assertThat(deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.message())
                        .startsWith("the record has no header apicurio.value.contentId or apicurio.value.globalId"));
    }
}
