package io.elmstream.topology.inference;

import static io.elmstream.support.InferenceDriver.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.elmstream.bench.MemoryFacade;
import io.elmstream.support.InferenceDriver;
import io.elmstream.support.TestModels;
import io.elmstream.wire.avro.SensorReading;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A producer that puts the schema's id elsewhere is told where, and what it is told to set helps. */
class SchemaIdHintsTest {

    private static final SensorReading READING = new SensorReading("pump-1", null, null, null, List.of(1f, 2f));
    private static final Pattern SETTING = Pattern.compile("(apicurio\\.registry\\.[a-z.-]+)=([A-Za-z0-9.]+)");

    private final InferenceDriver driver = new InferenceDriver();

    SchemaIdHintsTest() {
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"contentId", "globalId"})
    void shouldKnowIdsOfEightBytes(String id) {
        shouldHelp(
                "UNKNOWN_SCHEMA",
                "the content id is 0, which no registry assigns; this is what ids of 8 bytes look like",
                Map.of(
                        "apicurio.registry.id-handler",
                        "io.apicurio.registry.serde.Legacy8ByteIdHandler",
                        "apicurio.registry.use-id",
                        id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"contentId", "globalId"})
    void shouldKnowIdsInApicuriosHeaders(String id) {
        shouldHelp(
                "UNREADABLE",
                "; the schema's id is in the header apicurio.value." + id + ", which is not read",
                Map.of("apicurio.registry.headers.enabled", true, "apicurio.registry.use-id", id));
    }

    @Test
    void shouldKnowIdsInConfluentsHeader() {
        // Given: what its HeaderSchemaIdSerializer writes, a version byte and a GUID
        byte[] framed = driver.encode(READING);
        byte[] value = Arrays.copyOfRange(framed, 5, framed.length);

        // When
        send(value, new RecordHeaders().add("__value_schema_id", new byte[17]));

        // Then
        assertThat(header(letter(), "__streams.errors.message"))
                .endsWith("; the schema's id is in the header __value_schema_id,"
                        + " which is not read: configure the producer to write the id into the value (Confluent:"
                        + " value.schema.id.serializer)");
    }

    @Test
    void shouldSayNothingOfHeadersThatHoldNoId() {
        // When
        send(
                "no Avro".getBytes(UTF_8),
                new RecordHeaders(List.of(new RecordHeader("apicurio.value.encoding", new byte[] {1}))));

        // Then
        assertThat(header(letter(), "__streams.errors.message")).doesNotContain("header");
    }

    private void shouldHelp(String reason, String words, Map<String, Object> foreign) {
        // When
        write(foreign);

        // Then
        TestRecord<byte[], byte[]> letter = letter();
        String message = header(letter, "__streams.errors.message");
        assertThat(header(letter, "elmstream.reason")).isEqualTo(reason);
        assertThat(message).contains(words);
        assertThat(driver.predictions()).isEmpty();

        // When: the producer does as it is told
        Map<String, Object> mended = new HashMap<>(foreign);
        Matcher told = SETTING.matcher(message);
        while (told.find()) {
            mended.put(told.group(1), told.group(2));
        }
        write(mended);

        // Then
        assertThat(mended).isNotEqualTo(foreign);
        assertThat(driver.predictions()).hasSize(1);
        assertThat(driver.deadLetters()).isEmpty();
    }

    private TestRecord<byte[], byte[]> letter() {
        List<TestRecord<byte[], byte[]>> letters = driver.deadLetters();
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    /** Sends the reading as the stock serializer writes it with these settings. */
    private void write(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(MemoryFacade.settings("http://nowhere"));
        all.putAll(settings);
        Headers headers = new RecordHeaders();
        try (var serializer = new AvroKafkaSerializer<SensorReading>(new MemoryFacade(driver.registry()))) {
            serializer.configure(all, false);
            send(serializer.serialize("sensor-readings", headers, READING), headers);
        }
    }

    private void send(byte[] value, Headers headers) {
        driver.send("pump-1".getBytes(UTF_8), value, headers, 7);
    }
}
