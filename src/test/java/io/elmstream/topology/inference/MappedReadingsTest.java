package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.readings.MappingParser;
import io.elmstream.readings.Mappings;
import io.elmstream.support.InferenceDriver;
import io.elmstream.support.TestModels;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.ReadingIndices;
import io.elmstream.wire.avro.Prediction;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Readings in JSON through the inference topology. */
class MappedReadingsTest {

    private static final String PLAIN = "{'format': 'json', 'sensor': 'device', 'time': {'path': 'ts', 'unit': 's'}}";
    private static final String PACK =
            "{'format': 'json', 'each': 'values[]', 'sensor': 'device', 'time': 'values[].at'}";

    private InferenceDriver driver = driver(PLAIN);

    private static InferenceDriver driver(String mapping) {
        String topic = "sensor-readings";
        Mappings mappings = MappingParser.parse(
                "readings", "{'%s': %s}".formatted(topic, mapping).replace('\'', '"'));
        InferenceDriver driver = new InferenceDriver(mappings);
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

    private void send(String json, String... headers) {
        RecordHeaders all = new RecordHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1].getBytes(UTF_8));
        }
        driver.send("k".getBytes(UTF_8), json.replace('\'', '"').getBytes(UTF_8), all, 1_000);
    }

    @Test
    void shouldScoreFieldsByTheNamesOfTheModel() {
        // When
        send("{'note': {'left': 9}, 'right': 3, 'device': 'b8:27', 'ts': 1594512094.38, 'left': 1, 'light': false}");

        // Then
        TestRecord<String, Prediction> record = driver.predictions().get(0);
        assertThat(record.key()).isEqualTo("b8:27");
        assertThat(record.value().getSensorId()).isEqualTo("b8:27");
        assertThat(record.value().getLabel()).isEqualTo("right");
        assertThat(record.value().getEventTime().toEpochMilli()).isEqualTo(1_594_512_094_380L);
        assertThat(driver.deadLetters()).isEmpty();
    }

    @Test
    void shouldReadTheFieldsOfAVersionThatIsNewToTheTopic() {
        // Given
        send("{'device': 'd', 'left': 1, 'right': 3, 'model': 'other'}");
        driver.predictions();
        use("{'format': 'json', 'model': 'model'}");
        driver.serve("other", 1, TestModels.smaller("other", 1));

        // When
        send("{'left': 1, 'right': 3}");
        send("{'left': 1, 'right': 3, 'model': 'other'}");

        // Then
        assertThat(driver.predictions())
                .extracting(each -> each.value().getLabel())
                .containsExactly("right", "left");
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/readings/rejected.csv", delimiter = '|', quoteCharacter = '`')
    void shouldBuryWhatCannotBeScoredAndSayWhy(String json, String reason, String words) {
        // When
        send("{'device': 'd', 'left': 1, 'right': 3}");
        send(json);
        send("{'device': 'd', 'left': 3, 'right': 1}");

        // Then
        assertThat(driver.predictions())
                .extracting(each -> each.value().getSourceOffset())
                .containsExactly(0L, 2L);
        assertThat(driver.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo(json.replace('\'', '"').getBytes(UTF_8));
            DeadLetterHeaders headers = DeadLetterHeaders.of(letter.headers());
            assertThat(headers.reason()).isEqualTo(reason);
            assertThat(headers.message()).contains(words);
            assertThat(headers.offset()).isEqualTo(1);
        });
    }

    @Test
    void shouldGiveEachReadingOfAPackItsOutcome() {
        // Given
        use(PACK);

        // When
        send("{'values': [{'at': '2020-01-01T00:00:00Z', 'left': 1, 'right': 2},"
                + " {'at': 1577836801000, 'left': 'x', 'right': 2}, {'left': 4, 'right': 2}, {'left': 4}, {'left': 'y',"
                + " 'right': 1}], 'device': 'pump'}");

        // Then
        assertThat(driver.predictions()).extracting(TestRecord::key).containsOnly("pump");
        send("{'device': 'pump', 'values': []}");
        assertThat(driver.predictions()).isEmpty();
        List<TestRecord<byte[], byte[]>> letters = driver.deadLetters();
        assertThat(letters)
                .extracting(letter -> InferenceDriver.header(letter, ReadingIndices.HEADER))
                .containsExactly("3", "1,4");
        assertThat(letters)
                .extracting(letter -> DeadLetterHeaders.of(letter.headers()).message())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("reading 3: the record has no field values[].right"),
                        second -> assertThat(second)
                                .startsWith("reading 1: values[].left is 'x', but")
                                .endsWith("and 1 more of its readings"));
    }

    @Test
    void shouldScoreTheOthersIfTheFirstOfAPackHasNoSensor() {
        // Given
        use("{'format': 'json', 'each': '[]', 'sensor': '[].device'}");

        // When
        send("[{'left': 1, 'right': 2}, {'device': 'd', 'left': 1, 'right': 2}]");

        // Then
        assertThat(driver.predictions())
                .extracting(each -> each.value().getSourceIndex())
                .containsExactly(1);
        assertThat(driver.deadLetters())
                .extracting(letter -> InferenceDriver.header(letter, ReadingIndices.HEADER))
                .containsExactly("0");
    }

    @Test
    void shouldNameThePositionOfAReadingInItsPack() {
        // Given
        use("{'format': 'json', 'each': 'values[]', 'sensor': 'device', 'time': 'values[].at', 'features':"
                + " {'left': 'left', 'right': 'values[].right'}}");

        // When
        send("{'device': 'pump', 'left': 5, 'values': [{'at': '2020-01-01T00:00:00Z', 'right': 2}, {'right': 9}]}");

        // Then
        assertThat(driver.predictions())
                .extracting(TestRecord::value)
                .satisfiesExactly(
                        first -> {
                            assertThat(first.getSourceIndex()).isZero();
                            assertThat(first.getLabel()).isEqualTo("left");
                            assertThat(first.getEventTime()).isEqualTo("2020-01-01T00:00:00Z");
                        },
                        second -> {
                            assertThat(second.getSourceIndex()).isOne();
                            assertThat(second.getLabel()).isEqualTo("right");
                            assertThat(second.getEventTime().toEpochMilli()).isEqualTo(1_000);
                        });
    }

    @Test
    void shouldScoreOnlyTheReadingsThatAReplayNames() {
        // Given
        use(PACK);
        String record = "{'device': 'p', 'values': [{'left': 1, 'right': 2}, {'left': 1, 'right': 2}, {'left': 1}]}";

        // When
        send(record, ReadingIndices.HEADER, "1-2");
        send(record, ReadingIndices.HEADER, "7");
        send(record, ReadingIndices.HEADER, "all");

        // Then
        assertThat(driver.predictions())
                .extracting(each -> each.value().getSourceIndex())
                .containsExactly(1);
        assertThat(driver.deadLetters())
                .extracting(letter -> DeadLetterHeaders.of(letter.headers()).message())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("reading 2: "),
                        second -> assertThat(second).contains("names reading 7, but the record has 3 readings"),
                        third -> assertThat(third).contains("must name readings, such as 3,7-9, but is 'all'"));
    }

    @Test
    void shouldRefuseARecordWithMoreReadingsThanFitACommit() {
        // Given
        use(PACK);

        // When
        send("{'device': 'p', 'values': [" + "{},".repeat(10_000) + "{}]}");

        // Then
        assertThat(driver.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(
                                DeadLetterHeaders.of(letter.headers()).reason())
                        .isEqualTo("TOO_MANY_READINGS"));
    }

    @Test
    void shouldMapNamesTypesAndValues() {
        // Given
        use("""
            {'format': 'json', 'sensor': {'header': 'device'}, 'label': 'state', 'missing': 7, 'features': {
              'right': {'path': 'io.port[1]', 'type': 'boolean', 'scale': 4, 'offset': 1},
              'left': {'path': '\\"a.b\\".mode', 'values': ['OFF', 'ECO', 'ON', 'MAX'],
                'null': 0.5, 'unparsable': 'NaN'}}}
            """);

        // When
        send("{'a.b': {'mode': 'MAX'}, 'io': {'port': [9, true]}}", "device", "one", "device", "two");
        send("{'a.b': {'mode': 'ON'}, 'io': {'port': [9, 'false']}}", "device", "two");
        send("{'a.b': {'mode': null}, 'io': {'port': [9, 0]}}", "device", "two");
        send("{'io': {'port': [true, 2]}}", "device", "two");
        send("{'a.b': {'mode': 'TURBO'}, 'io': {'port': [9, 0]}}", "device", "two");

        // Then
        assertThat(driver.predictions())
                .extracting(each -> each.key() + " " + each.value().getLabel())
                .containsExactly("two right", "two left", "two right");
        assertThat(driver.deadLetters())
                .extracting(letter -> DeadLetterHeaders.of(letter.headers()).message())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("io.port[1] is '2', but must be true or false"),
                        second -> assertThat(second).isEqualTo("\"a.b\".mode is NaN"));
    }
}
