package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.elmstream.readings.MappingParser;
import io.elmstream.support.InferenceDriver;
import io.elmstream.support.ProtobufValues;
import io.elmstream.support.TestModels;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.ReadingIndices;
import io.elmstream.wire.ProtoText;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readings in Protobuf of any schema through the inference topology. */
class ProtobufReadingsTest {

    private static final FileDescriptor FILE = ProtoText.file("""
            syntax = "proto3";
            package plant;
            import "google/protobuf/timestamp.proto";
            import "google/protobuf/wrappers.proto";
            message Telemetry {
              message Device { string id = 1; string model = 2; }
              enum Mode { OFF = 0; ECO = 3; }
              Device device = 1;
              google.protobuf.Timestamp taken = 2;
              optional double left = 3;
              float right = 4;
              Mode mode = 5;
              map<string, google.protobuf.Int32Value> more = 6;
              bytes signature = 7;
              string class = 8;
            }
            message Pack {
              message Sample { sint64 at = 1; optional int32 left = 2; uint32 right = 3; }
              string device = 1;
              repeated Sample samples = 2;
            }""");

    private static final Descriptor TELEMETRY = FILE.findMessageTypeByName("Telemetry");
    private static final Descriptor PACK = FILE.findMessageTypeByName("Pack");

    private static final String PUMP =
            "device { id: 'p-7' } taken { seconds: 1594512094 nanos: 380999999 } left: 1 right: 3";

    private InferenceDriver driver = driver("'sensor': 'device.id', 'time': 'taken'");
    private int id = driver.registry().register(FILE);

    private static InferenceDriver driver(String mapping) {
        InferenceDriver driver = new InferenceDriver(MappingParser.parse(
                "readings",
                "{'sensor-readings': {'format': 'protobuf', %s}}"
                        .formatted(mapping)
                        .replace('\'', '"')));
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
        id = driver.registry().register(FILE);
    }

    private void send(byte[] value) {
        driver.send("k".getBytes(UTF_8), value, new RecordHeaders(), 1_000);
    }

    private void send(Descriptor type, String text) {
        send(ProtobufValues.withRef(id, type, ProtobufValues.message(type, text)));
    }

    private List<String> deadLetters() {
        return driver.deadLetters().stream()
                .map(letter -> DeadLetterHeaders.of(letter.headers()))
                .map(letter -> letter.reason() + ": " + letter.message())
                .toList();
    }

    @Test
    void shouldScoreFieldsOfAnySchemaByTheNamesOfTheModel() {
        // When
        send(TELEMETRY, PUMP);

        // Then
        assertThat(deadLetters()).isEmpty();
        assertThat(driver.predictions()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("p-7");
            assertThat(record.value().getLabel()).isEqualTo("right");
            assertThat(record.value().getEventTime().toEpochMilli()).isEqualTo(1_594_512_094_380L);
        });
    }

    @Test
    void shouldTakeTheDefaultOfAFieldThatCannotBeMissing() {
        // When
        send(TELEMETRY, "device { id: 'p-7' } left: 2");
        send(TELEMETRY, "device { id: 'p-7' } right: 3");
        send(TELEMETRY, "left: 2");

        // Then
        assertThat(driver.predictions()).singleElement().satisfies(record -> {
            assertThat(record.value().getLabel()).isEqualTo("left");
            assertThat(record.value().getEventTime().toEpochMilli()).isEqualTo(1_000);
        });
        assertThat(deadLetters())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("MISSING_FEATURE: the record has no field left"),
                        second -> assertThat(second).startsWith("NO_SENSOR: "));
    }

    @Test
    void shouldReadEnumsMapsAndWrappers() {
        // Given
        use("'label': 'class', 'features': {'left': {'path': 'mode', 'values': {'OFF': 0, 'ECO': 5}},"
                + " 'right': 'more.\\\"r.1\\\"'}");

        // When
        send(TELEMETRY, "mode: ECO more { key: 'r.1' value { value: 4 } } more { key: 'x' value { value: 9 } }");
        send(TELEMETRY, "more { key: 'r.1' value { } } more { key: 'r.1' value { value: 4 } } class: 'left'");
        send(TELEMETRY, "mode: 7 more { key: 'r.1' value { value: 4 } }");

        // Then
        assertThat(driver.predictions())
                .extracting(record -> record.value().getLabel())
                .containsExactly("left", "right");
        assertThat(deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter)
                        .startsWith("UNPARSABLE_FEATURE: mode is '7', but must be one of \"ECO\", \"OFF\""));
    }

    @Test
    void shouldSayWhatAValueLacks() {
        // Given
        byte[] bare = ProtobufValues.message(TELEMETRY, PUMP);
        byte[] framed = ProtobufValues.withRef(id, TELEMETRY, bare);
        byte[] unnamed = ProtobufValues.withIndices(id, ProtobufValues.ref("Telemetri"), bare);
        int avro = driver.registry()
                .register(
                        "other",
                        SchemaBuilder.record("R").fields().requiredInt("a").endRecord());

        // When
        send(Arrays.copyOf(framed, framed.length - 2));
        send(ProtobufValues.withRef(99, TELEMETRY, bare));
        send(ProtobufValues.withRef(avro, TELEMETRY, bare));
        send(unnamed);
        send(ProtobufValues.withIndices(id, new byte[] {3}, bare));
        send(bare);
        send(TELEMETRY, PUMP);

        // Then
        assertThat(driver.predictions()).hasSize(1);
        assertThat(deadLetters())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("UNREADABLE: the value of " + (framed.length - 2) + " bytes is no message"
                                        + " plant.Telemetry of the schema with content id " + id + ", at byte ")
                                .endsWith(": a number of 4 bytes does not end"),
                        second -> assertThat(second)
                                .startsWith("UNKNOWN_SCHEMA: the registry knows no schema with content id 99"),
                        third -> assertThat(third)
                                .startsWith("UNREADABLE: content id " + avro + " is a schema of the format avro")
                                .contains("set format: avro"),
                        fourth -> assertThat(fourth)
                                .startsWith("UNREADABLE: the value is a message Telemetri, which its schema does not"
                                        + " have: plant.Telemetry, plant.Pack"),
                        fifth -> assertThat(fifth)
                                .startsWith("UNREADABLE: behind the id of the schema there is neither"),
                        sixth -> assertThat(sixth).contains("does not start with the byte 0 and an id of 4 bytes"));
    }

    @Test
    void shouldNameTheNearestFieldOfTheSchema() {
        // Given
        use("'features': {'left': 'device.modell', 'right': 'more.x.y'}, 'missing': 'refuse'");

        // When
        send(TELEMETRY, PUMP);

        // Then
        assertThat(deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter)
                        .startsWith("MISSING_FEATURE: the record has no field device.modell")
                        .endsWith("its schema has device.model"));
    }

    @Test
    void shouldGiveEachElementOfARepeatedFieldItsOutcome() {
        // Given
        use("'each': 'samples[]', 'sensor': 'device', 'time': 'samples[].at'");

        // When
        send(
                PACK,
                "device: 'P2' samples { at: 5 left: 1 right: 2 } samples { at: 6 right: 2 } samples { at: 7 left: 4 }");
        send(PACK, "device: 'P2'");
        send(TELEMETRY, PUMP);

        // Then
        assertThat(driver.predictions())
                .extracting(record -> record.key()
                        + record.value().getSourceIndex()
                        + record.value().getLabel()
                        + record.value().getEventTime().toEpochMilli())
                .containsExactly("P20right5", "P22left7");
        assertThat(driver.deadLetters())
                .satisfiesExactly(
                        first -> {
                            assertThat(InferenceDriver.header(first, ReadingIndices.HEADER))
                                    .isEqualTo("1");
                            assertThat(DeadLetterHeaders.of(first.headers()).message())
                                    .startsWith("reading 1: the record has no field samples[].left");
                        },
                        second -> assertThat(
                                        DeadLetterHeaders.of(second.headers()).message())
                                .startsWith("there is no repeated field at samples[]"));
    }

    @Test
    void shouldFindTheMessageByItsIndices() {
        // Given
        byte[] pack = ProtobufValues.message(PACK, "device: 'x'");
        byte[] telemetry = ProtobufValues.message(TELEMETRY, PUMP);
        byte[] refAndIndices = new byte[ProtobufValues.ref("Telemetry").length + 1];
        System.arraycopy(ProtobufValues.ref("Telemetry"), 0, refAndIndices, 0, refAndIndices.length - 1);

        // When
        send(ProtobufValues.withIndices(id, new byte[] {0}, telemetry));
        send(ProtobufValues.withIndices(id, new byte[] {2, 0}, telemetry));
        send(ProtobufValues.withIndices(id, refAndIndices, telemetry));
        send(ProtobufValues.withIndices(id, new byte[] {2, 2}, pack));
        send(ProtobufValues.withIndices(id, new byte[] {2, 8}, pack));
        send(ProtobufValues.withIndices(id, new byte[] {0}, telemetry));

        // Then
        assertThat(driver.predictions()).hasSize(4);
        assertThat(deadLetters())
                .hasSize(2)
                .first()
                .satisfies(letter -> assertThat(letter).startsWith("NO_SENSOR"));
    }

    @Test
    void shouldReadIdsAndNamesInHeaders() {
        // Given
        use("'ids': 'headers'");
        byte[] bare = ProtobufValues.message(TELEMETRY, PUMP);

        // When
        for (String name : List.of("Telemetry", "Pack", "plant.Telemetry", "", "Telemetry")) {
            RecordHeaders headers = new RecordHeaders();
            headers.add(
                    "apicurio.value.contentId",
                    ByteBuffer.allocate(8).putLong(id).array());
            if (!name.isEmpty()) {
                headers.add("apicurio.protobuf.type", name.getBytes(UTF_8));
            }
            driver.send("k".getBytes(UTF_8), bare, headers, 1_000);
            byte[] framed = ProtobufValues.withRef(id, TELEMETRY, bare);
            byte[] withRef = Arrays.copyOfRange(framed, 5, framed.length);
            if (!name.equals("Pack")) {
                driver.send("k".getBytes(UTF_8), withRef, headers, 1_000);
            }
        }

        // Then
        assertThat(driver.predictions()).hasSize(7);
        assertThat(deadLetters())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("MISSING_FEATURE"),
                        second -> assertThat(second)
                                .startsWith("UNREADABLE: the record has no header apicurio.protobuf.type"));
    }
}
