package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.readings.MappingParser;
import io.elmstream.support.InferenceDriver;
import io.elmstream.support.TestModels;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.ReadingIndices;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SenML packs through the inference topology; examples as in RFC 8428, section 5. */
class SenmlReadingsTest {

    private static final long NOW = 1_320_000_000_000L;

    private InferenceDriver driver = driver("{'format': 'senml'}");

    private static InferenceDriver driver(String mapping) {
        InferenceDriver driver = new InferenceDriver(MappingParser.parse(
                "readings", "{'sensor-readings': %s}".formatted(mapping).replace('\'', '"')));
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));
        return driver;
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private void send(String json) {
        driver.send("key".getBytes(UTF_8), json.replace('\'', '"').getBytes(UTF_8), new RecordHeaders(), NOW);
    }

    @Test
    void shouldScoreTheRecordsOfATimeAsOneReading() {
        // When
        send("[{'bn': 'urn:dev:ow:10e2073a0108006:', 'bt': 1.276020076001e+09, 'bu': 'A', 'bver': 5, 'n': 'left', 'u':"
                + " 'V', 'v': 120.1}, {'n': 'right', 't': -5, 'v': 1.2}, {'n': 'left', 't': -5, 'v': 0.7},"
                + " {'n': 'right', 'vs': '130'}, {'n': 'other', 'v': 1}]");

        // Then
        assertThat(driver.predictions())
                .satisfiesExactly(
                        first -> {
                            assertThat(first.key()).isEqualTo("urn:dev:ow:10e2073a0108006");
                            assertThat(first.value().getEventTime().toEpochMilli())
                                    .isEqualTo(1_276_020_076_001L);
                            assertThat(first.value().getLabel()).isEqualTo("right");
                            assertThat(first.value().getSourceIndex()).isZero();
                        },
                        second -> {
                            assertThat(second.value().getEventTime().toEpochMilli())
                                    .isEqualTo(1_276_020_071_001L);
                            assertThat(second.value().getLabel()).isEqualTo("right");
                            assertThat(second.value().getSourceIndex()).isOne();
                        });
    }

    @Test
    void shouldTakeTimesNearZeroAsRelativeAndAddBaseValues() {
        // When
        send("[{'bn': 'pump/', 'bv': 10, 'n': 'left', 't': -2, 'v': 1}, {'n': 'right', 't': -2, 'v': -1},"
                + " {'bn': 'fan/', 'bv': 0, 'n': 'left', 'v': 1}, {'n': 'right', 'vb': true}]");

        // Then
        assertThat(driver.predictions())
                .satisfiesExactly(
                        first -> {
                            assertThat(first.key()).isEqualTo("pump");
                            assertThat(first.value().getEventTime().toEpochMilli())
                                    .isEqualTo(NOW - 2_000);
                            assertThat(first.value().getLabel()).isEqualTo("left");
                        },
                        second -> {
                            assertThat(second.key()).isEqualTo("fan");
                            assertThat(second.value().getEventTime().toEpochMilli())
                                    .isEqualTo(NOW);
                            assertThat(second.value().getSourceIndex()).isOne();
                        });
    }

    @Test
    void shouldFindFeaturesByTheirWholeNames() {
        // Given
        driver.close();
        driver = driver("{'format': 'senml', 'sensor': 'key', 'features': {'left': '\\\"urn:dev:1\\\"', 'right':"
                + " '\\\"urn:dev:2\\\"'}, 'missing': 0}");

        // When
        send("[{'n': 'urn:dev:1', 'v': 3}, {'n': 'urn:dev:2', 'v': 4}]");
        send("[{'n': 'urn:dev:1', 'v': 3}]");

        // Then
        assertThat(driver.predictions())
                .extracting(each -> each.key() + " " + each.value().getLabel())
                .containsExactly("key right", "key left");
    }

    @Test
    void shouldBuryTheReadingsThatLackAFeature() {
        // When
        send("[{'bn': 'a', 'n': 'left', 'v': 3}, {'n': 'right', 'v': 4}, {'bn': 'b', 'n': 'left', 'v': 3}]");

        // Then
        assertThat(driver.predictions()).hasSize(1);
        assertThat(driver.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(InferenceDriver.header(letter, ReadingIndices.HEADER)).isEqualTo("1");
            assertThat(DeadLetterHeaders.of(letter.headers()).message())
                    .startsWith("reading 1: the record has no field right");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'n': 'left', 'v': 1}              | a SenML pack is an array
                    [{'n': 'left', 'v': 1}, 5]         | record 1 of the SenML pack is not an object
                    [{'n': 'left', 'v': 'high'}]       | has a value of another type in the field v
                    [{'n': 'left', 'must_': 1}]        | has the field must_, which is not known but must be
                    [{'bver': 11, 'n': 'l', 'v': 1}]   | has version 11; the latest that is known is 10
                    [{'n': 'left', 'v': 1}             | the value is not JSON
                    [] []                              | more text follows the SenML pack
                    """)
    void shouldSayWhatIsWrongWithAPack(String json, String words) {
        // When
        send(json);

        // Then
        assertThat(driver.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(DeadLetterHeaders.of(letter.headers()).reason()).isEqualTo("UNREADABLE");
            assertThat(DeadLetterHeaders.of(letter.headers()).message()).contains(words);
        });
    }

    @Test
    void shouldHaveNoSensorWithoutABaseName() {
        // When
        send("[{'n': 'left', 'v': 1}, {'n': 'right', 'v': 1}]");

        // Then
        assertThat(driver.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(
                                DeadLetterHeaders.of(letter.headers()).message())
                        .contains("there is no sensor id: the pack has no base name (bn)"));
    }
}
