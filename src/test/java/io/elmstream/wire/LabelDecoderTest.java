package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.alert.Position;
import io.elmstream.labels.Label;
import io.elmstream.wire.avro.ReadingPosition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelDecoderTest {

    private static final long T = 1_764_000_000_123L;
    private static final Label LABEL = new Label(
            "pump-1",
            OptionalLong.of(T),
            Optional.of(new Position("sensor-readings", 1, 42, 7)),
            "leak",
            2.5,
            Optional.of("shuttle"));

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
    private final LabelDecoder decoder = new LabelDecoder(registry);

    @Test
    void shouldReadWhatAProducerWithOurSchemaWrites() throws Exception {
        // Given
        var record = new io.elmstream.wire.avro.Label(
                "pump-1",
                Instant.ofEpochMilli(T),
                new ReadingPosition("sensor-readings", 1, 42L, 7),
                "leak",
                2.5,
                "shuttle");
        byte[] bytes = new RecordEncoder<io.elmstream.wire.avro.Label>(registry.register("labels", record.getSchema()))
                .encode(record);

        // When, Then
        assertThat(decoder.decode(bytes)).isEqualTo(LABEL);
    }

    @Test
    void shouldNotRepeatALongTextInItsMessage() {
        // Given
        String json = "{\"sensorId\": \"a\", \"label\": \"b\", \"eventTime\": \"" + "x".repeat(100_000) + "\"}";

        // When, Then
        assertThatThrownBy(() -> decoder.decode(json.getBytes(UTF_8)))
                .isInstanceOf(UnreadableRecordException.class)
                .message()
                .contains("eventTime", "but is 'xxx")
                .hasSizeLessThan(300);
    }

    @Test
    void shouldReadWhatAProducerWithFewerFieldsWrites() throws Exception {
        // Given
        Schema writer = schema("{\"name\": \"label\", \"type\": \"string\"},"
                + "{\"name\": \"sensorId\", \"type\": \"string\"},"
                + "{\"name\": \"eventTime\", \"type\": {\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}},"
                + "{\"name\": \"by\", \"type\": \"string\"}");
        GenericRecord record = new GenericData.Record(writer);
        record.put("sensorId", "pump-1");
        record.put("eventTime", T);
        record.put("label", "leak");
        record.put("by", "anna");

        // When, Then
        assertThat(decoder.decode(framed(record)))
                .isEqualTo(new Label("pump-1", OptionalLong.of(T), Optional.empty(), "leak", 1, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"sensorId": "pump-1", "eventTime": "2025-11-24T16:00:00.123Z", "label": "leak"}
            {"sensorId": "pump-1", "eventTime": 1764000000123, "label": "leak", "weight": 1, "by": {"name": "anna"}}
            {"label": "leak", "modelId": null, "position": null, "eventTime": 1764000000123, "sensorId": "pump-1"}
            """)
    void shouldReadJson(String json) throws Exception {
        // When, Then
        assertThat(decoder.decode(json.getBytes(UTF_8)))
                .isEqualTo(new Label("pump-1", OptionalLong.of(T), Optional.empty(), "leak", 1, Optional.empty()));
    }

    @Test
    void shouldReadAPositionInJson() throws Exception {
        // Given
        String json = "{\"sensorId\": \"pump-1\", \"label\": \"leak\","
                + " \"position\": {\"topic\": \"sensor-readings\", \"partition\": 1, \"offset\": 42}}";

        // When, Then
        assertThat(decoder.decode(json.getBytes(UTF_8)).position()).contains(new Position("sensor-readings", 1, 42));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"sensorId": "pump-1"}                                          | the Label has no field 'label'
            {"sensorId": "pump-1", "label": 3}                              | the field 'label' must be string
            {"sensorId": "p", "label": "a", "eventTime": "yesterday"}       | but is 'yesterday'
            {"sensorId": "p", "label": "a", "weight": "much"}               | the field 'weight' must be double
            {"sensorId": "p", "label": "a", "position": {"topic": "in", "partition": -1, "offset": 0}} | partition -1
            {"sensorId": "p", "label": "a"                                  | not a Label in JSON
            leak                                                            | do not start with the byte 0
            """)
    void shouldSayWhatIsWrong(String text, String message) {
        // When, Then
        assertThatThrownBy(() -> decoder.decode(text.getBytes(UTF_8)))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldRefuseSchemasThatAreNotOfLabels() throws Exception {
        // Given
        String fields = "{\"name\": \"sensorId\", \"type\": \"string\"}, {\"name\": \"label\", \"type\": \"string\"}";
        Schema micros = schema(fields
                + ", {\"name\": \"eventTime\", \"type\": {\"type\": \"long\", \"logicalType\": \"timestamp-micros\"}}");
        Schema lacking = schema("{\"name\": \"sensorId\", \"type\": \"string\"}");

        // When, Then
        assertThatThrownBy(() -> decoder.decode(header(micros)))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("found timestamp-micros (long), wanted timestamp-millis (long) or null");
        assertThatThrownBy(() -> decoder.decode(header(lacking)))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("cannot be read as a Label: label");
        assertThatThrownBy(() -> decoder.decode(new byte[] {0, 0, 0, 0, 99, 1}))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("no schema with content id 99");
        assertThatThrownBy(() -> decoder.decode(null)).isInstanceOf(UnreadableRecordException.class);
    }

    @Property(tries = 300)
    void shouldNeverFailOtherwise(@ForAll byte[] bytes, @ForAll boolean framed) {
        // Given
        MemorySchemaRegistry known = new MemorySchemaRegistry();
        int id = known.register("labels", io.elmstream.wire.avro.Label.getClassSchema());
        byte[] value = bytes;
        if (framed) {
            value = new byte[Frame.HEADER + bytes.length];
            Frame.writeHeader(value, id);
            System.arraycopy(bytes, 0, value, Frame.HEADER, bytes.length);
        }
        byte[] given = value;

        // When, Then
        try {
            assertThat(new LabelDecoder(known).decode(given)).isNotNull();
        } catch (UnreadableRecordException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    private static Schema schema(String fields) {
        return new Schema.Parser().parse("{\"type\": \"record\", \"name\": \"Label\", \"fields\": [" + fields + "]}");
    }

    private byte[] header(Schema writer) {
        byte[] bytes = Arrays.copyOf(new byte[0], Frame.HEADER + 1);
        Frame.writeHeader(bytes, registry.register("labels", writer));
        return bytes;
    }

    private byte[] framed(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(header(record.getSchema()), 0, Frame.HEADER);
        var encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
