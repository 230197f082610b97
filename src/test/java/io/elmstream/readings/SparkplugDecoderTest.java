package io.elmstream.readings;

import static io.elmstream.support.SparkplugPayloads.BOOLEAN;
import static io.elmstream.support.SparkplugPayloads.INT32;
import static io.elmstream.support.SparkplugPayloads.INT64;
import static io.elmstream.support.SparkplugPayloads.INT8;
import static io.elmstream.support.SparkplugPayloads.UINT32;
import static io.elmstream.support.SparkplugPayloads.UINT64;
import static io.elmstream.support.SparkplugPayloads.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.batch.Rejection;
import io.elmstream.readings.sparkplug.Completion.Data;
import io.elmstream.readings.sparkplug.MemoryNodeStates;
import io.elmstream.readings.sparkplug.SequenceNumbers.Gaps;
import io.elmstream.serving.RowFeatures;
import io.elmstream.support.SparkplugPayloads;
import io.elmstream.wire.MemorySchemaRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload.DataSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Readings of Sparkplug B, completed as the stream does. */
class SparkplugDecoderTest {

    private static final String DEVICE = "spBv1.0/plant/DDATA/edge-1/pump-7";
    private static final Row TEMP_AND_LEVEL = new Row(List.of("temp", "level"), "the test");

    private record Row(List<String> features, String taker) implements RowFeatures {}

    private TopicReader reader = new TopicReaders(mappings(""), new MemorySchemaRegistry()).first();
    private RecordCompletion completion = completion("");

    private static Mappings mappings(String settings) {
        return MappingParser.parse(
                "readings",
                "{'t': {'format': 'sparkplug'%s}}".formatted(settings).replace('\'', '"'));
    }

    private static RecordCompletion completion(String settings) {
        return new RecordCompletion(mappings(settings), new MemoryNodeStates(), Gaps.IGNORED);
    }

    private void map(String settings) {
        reader = new TopicReaders(mappings(settings), new MemorySchemaRegistry()).first();
        completion = completion(settings);
    }

    private void birth(SparkplugPayloads birth) {
        byte[] key = DEVICE.replace("DDATA", "DBIRTH").getBytes(UTF_8);
        completion.take("t", key, birth.bytes(), new RecordHeaders());
    }

    private void read(SparkplugPayloads data) {
        byte[] key = DEVICE.getBytes(UTF_8);
        Data complete = (Data) completion.take("t", key, data.bytes(), new RecordHeaders());
        reader.read(key, Objects.requireNonNull(complete.value()), new RecordHeaders(), 9_000);
    }

    /** The rows of the latest record, with the event times; of what cannot be scored, the reason. */
    private List<String> rows(Row wanted) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < reader.count(); i++) {
            reader.select(i);
            float[] row = new float[wanted.features().size()];
            Optional<Rejection> lack = reader.row(wanted, row, 0);
            rows.add(reader.eventTimeOr(9_000) + " "
                    + lack.map(reason -> reason + ": " + reader.detail()).orElse(Arrays.toString(row)));
        }
        return rows;
    }

    @Test
    void shouldNameTheNearestMetricInEachOfManyReadings() {
        // Given: to compare all names for each reading would take minutes
        SparkplugPayloads birth = at(1_000, 0);
        for (int i = 0; i < 20_000; i++) {
            int alias = i;
            birth.born("lever " + i, alias, INT32, metric -> metric.setIntValue(alias));
        }
        birth(birth);
        SparkplugPayloads data = at(30_000, 1);
        for (int i = 0; i < 5_000; i++) {
            long time = 2_000 + i;
            data.changed(7, metric -> metric.setIntValue(1).setTimestamp(time));
        }

        // When
        read(data);

        // Then
        assertThat(rows(new Row(List.of("lever7"), "the test")))
                .hasSize(5_000)
                .allMatch(row -> row.endsWith("its schema has lever 7"));
    }

    @Test
    void shouldMakeAReadingOfEachTime() {
        // Given
        birth(at(1_000, 0)
                .born("temp", 1, INT32, metric -> metric.setIntValue(20))
                .born("level", 2, INT32, metric -> metric.setIntValue(1)));

        // When
        read(at(5_000, 1)
                .changed(1, metric -> metric.setIntValue(23).setTimestamp(4_000))
                .changed(1, metric -> metric.setIntValue(21).setTimestamp(2_000))
                .changed(2, metric -> metric.setIntValue(2).setTimestamp(3_000))
                .changed(2, metric -> metric.setIntValue(9).setTimestamp(3_000).setIsHistorical(true))
                .changed(1, metric -> metric.setIntValue(24)));

        // Then
        assertThat(rows(TEMP_AND_LEVEL))
                .containsExactly(
                        "2000 [21.0, 1.0]",
                        "3000 MISSING_FEATURE: the record has no field temp, the feature temp of the test",
                        "3000 [21.0, 2.0]",
                        "4000 [23.0, 2.0]",
                        "5000 [24.0, 2.0]");
        assertThat(reader.sensor()).asString().isEqualTo("plant/edge-1/pump-7");
    }

    @Test
    void shouldPassOverTimesAtWhichNoFeatureChanged() {
        // Given
        map(", 'features': {'temp': 'temp', 'level': {'path': 'level', 'missing': 0}}, 'label': 'state'");
        birth(at(1_000, 0)
                .born("temp", 1, INT32, metric -> metric.setIntValue(20))
                .born("state", 2, INT32, metric -> metric.setStringValue("on")));

        // When
        read(at(5_000, 1)
                .changed(2, metric -> metric.setStringValue("off").setTimestamp(2_000))
                .changed(1, metric -> metric.setIntValue(21).setTimestamp(3_000))
                .changed(2, metric -> metric.setIsNull(true).setTimestamp(4_000)));

        // Then
        assertThat(rows(TEMP_AND_LEVEL)).containsExactly("3000 [21.0, 0.0]");
        assertThat(reader.label()).contains("off");
    }

    @ParameterizedTest
    @CsvSource({
        INT8 + ", 255, -1",
        INT8 + ", 4294967295, -1",
        INT32 + ", 4294967295, -1",
        INT64 + ", -5, -5",
        UINT32 + ", 4294967295, 4294967295",
        UINT64 + ", -1, 1.8446744073709552E19"
    })
    void shouldReadNumbersAsTheirDataTypeSays(int datatype, long bits, float value) {
        // Given
        birth(at(1_000, 0).born("temp", 1, datatype, metric -> {}));

        // When
        read(at(5_000, 1).changed(1, metric -> {
            if (datatype == INT64 || datatype == UINT64) {
                metric.setLongValue(bits);
            } else {
                metric.setIntValue((int) bits);
            }
        }));

        // Then
        assertThat(rows(new Row(List.of("temp"), "the test"))).containsExactly("5000 [" + value + "]");
    }

    @Test
    void shouldReadBooleansNullsAndWhatIsNoNumber() {
        // Given
        map(", 'null': 7, 'unparsable': 8, 'missing': 9");
        birth(at(1_000, 0)
                .born("on", 1, BOOLEAN, metric -> metric.setBooleanValue(true))
                .born("null", 2, INT32, metric -> metric.setIsNull(true))
                .born("table", 3, 16, metric -> metric.setDatasetValue(DataSet.getDefaultInstance()))
                .born("nothing", 4, INT32, metric -> {})
                .born("a.b", 5, INT32, metric -> metric.setIntValue(5)));

        // When
        read(at(5_000, 1).changed(5, metric -> metric.setIntValue(6)));

        // Then
        assertThat(rows(new Row(List.of("on", "null", "table", "nothing", "a.b"), "the test")))
                .containsExactly("5000 [1.0, 7.0, 8.0, 9.0, 6.0]");
    }

    @Test
    void shouldNameTheNearestMetric() {
        // Given
        birth(at(1_000, 0).born("Inputs/Temp", 1, INT32, metric -> metric.setIntValue(20)));

        // When
        read(at(5_000, 1).changed(1, metric -> metric.setIntValue(6)));

        // Then
        assertThat(rows(new Row(List.of("Input/Temp"), "the test")))
                .singleElement()
                .asString()
                .contains("the record has no field Input/Temp")
                .endsWith("its schema has Inputs/Temp");
    }

    @Test
    void shouldAskForTheBirthOfAnAlias() {
        // When
        read(at(5_000, 1).changed(7, metric -> metric.setIntValue(6)));

        // Then
        assertThat(reader.rejection()).contains(Rejection.NO_BIRTH);
        assertThat(reader.detail())
                .startsWith(
                        "a metric has the alias 7, and no birth before it on this partition says what it stands for")
                .contains("Node Control/Rebirth")
                .contains("replay the reading");
    }

    @Test
    void shouldAskForTheDataTypeOfANumber() {
        // When
        read(at(5_000, 1).named("temp", metric -> metric.setIntValue(6)));

        // Then
        assertThat(rows(TEMP_AND_LEVEL))
                .containsExactly(
                        "5000 UNPARSABLE_FEATURE: temp is 'a whole number whose data type no birth before it on"
                                + " this partition says', but must be a number, the feature temp of the test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pump-7", "spBv1.0/plant/DDATA/edge-1"})
    void shouldRejectWhatHasNoMqttTopic(String key) {
        // When
        reader.read(key.getBytes(UTF_8), at(1, 1).bytes(), new RecordHeaders(), 9_000);

        // Then
        assertThat(reader.rejection()).contains(Rejection.UNREADABLE);
        assertThat(reader.detail())
                .startsWith(
                        "the key is '" + key + "', but must be an MQTT topic such as spBv1.0/GROUP/DDATA/NODE/DEVICE");
    }

    @Test
    void shouldTakeTheTopicFromAHeaderAndTheSensorFromTheKey() {
        // Given
        map(", 'mqtt': {'header': 'mqtt.topic'}, 'sensor': 'key'");
        RecordHeaders headers = new RecordHeaders();
        headers.add("mqtt.topic", DEVICE.getBytes(UTF_8));
        byte[] value =
                at(1, 1).named("temp", metric -> metric.setDoubleValue(6)).bytes();

        // When
        reader.read("p7".getBytes(UTF_8), value, headers, 9_000);
        reader.select(0);

        // Then
        assertThat(reader.sensor()).asString().isEqualTo("p7");

        // When
        reader.read("p7".getBytes(UTF_8), value, new RecordHeaders(), 9_000);

        // Then
        assertThat(reader.detail()).startsWith("there is no header mqtt.topic, but must be an MQTT topic");
    }

    @Test
    void shouldSayWhyABirthIsADeadLetter() {
        // When
        byte[] key = DEVICE.replace("DDATA", "DBIRTH").getBytes(UTF_8);
        reader.read(key, "x".getBytes(UTF_8), new RecordHeaders(), 9_000);

        // Then
        assertThat(reader.rejection()).contains(Rejection.UNREADABLE);
        assertThat(reader.detail()).startsWith("DBIRTH: the value is no payload of Sparkplug B, at byte 1");

        // When
        reader.read(key, at(1, 1).bytes(), new RecordHeaders(), 9_000);

        // Then
        assertThat(reader.detail()).startsWith("DBIRTH: the metrics of the birth take more than 900000 bytes");
    }
}
