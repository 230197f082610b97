package io.elmstream.topology.inference;

import static io.elmstream.support.SparkplugPayloads.DOUBLE;
import static io.elmstream.support.SparkplugPayloads.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.readings.MappingParser;
import io.elmstream.support.InferenceDriver;
import io.elmstream.support.SparkplugPayloads;
import io.elmstream.support.TestModels;
import io.elmstream.topology.DeadLetterHeaders;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Payloads of Sparkplug B through the inference topology. */
class SparkplugReadingsTest {

    private static final long NOW = 1_764_000_000_000L;

    private final InferenceDriver driver = new InferenceDriver(MappingParser.parse(
            "readings",
            "{\"sensor-readings\": {\"format\": \"sparkplug\", \"features\": {\"left\": \"Left\", \"right\":"
                    + " \"Right\"}}}"));

    @BeforeEach
    void serve() {
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private void send(String type, SparkplugPayloads payload) {
        String topic = "spBv1.0/plant/" + type + "/edge-1" + (type.startsWith("D") ? "/pump-7" : "");
        driver.send(topic.getBytes(UTF_8), payload.bytes(), new RecordHeaders(), NOW);
    }

    private static SparkplugPayloads birth() {
        return at(NOW, 0)
                .born("Left", 1, DOUBLE, metric -> metric.setDoubleValue(1))
                .born("Right", 2, DOUBLE, metric -> metric.setDoubleValue(0))
                .born("Other", 3, DOUBLE, metric -> metric.setDoubleValue(0));
    }

    @Test
    void shouldScoreDataWithWhatTheBirthSaid() {
        // Given
        send("NBIRTH", at(NOW, 0));
        send("DBIRTH", birth());
        send("NCMD", at(NOW, 0));
        send("DDATA", at(NOW, 2).changed(3, metric -> metric.setDoubleValue(5)));

        // When
        send(
                "DDATA",
                at(NOW + 1, 3)
                        .changed(1, metric -> metric.setDoubleValue(2))
                        .changed(2, metric -> metric.setDoubleValue(3).setTimestamp(NOW + 2)));

        // Then
        assertThat(driver.predictions())
                .satisfiesExactly(
                        first -> {
                            assertThat(first.key()).isEqualTo("plant/edge-1/pump-7");
                            assertThat(first.value().getLabel()).isEqualTo("left");
                            assertThat(first.value().getSourceOffset()).isEqualTo(4);
                            assertThat(first.value().getSourceIndex()).isZero();
                            assertThat(first.value().getEventTime().toEpochMilli())
                                    .isEqualTo(NOW + 1);
                        },
                        second -> {
                            assertThat(second.value().getLabel()).isEqualTo("right");
                            assertThat(second.value().getSourceIndex()).isOne();
                        });
        assertThat(driver.deadLetters()).isEmpty();
    }

    @Test
    void shouldScoreAReplayedReadingOnceItsNodeWasBorn() {
        // Given
        send("DDATA", at(NOW, 2).changed(2, metric -> metric.setDoubleValue(5)));
        TestRecord<byte[], byte[]> letter = driver.deadLetters().get(0);
        assertThat(DeadLetterHeaders.of(letter.headers()).reason()).isEqualTo("NO_BIRTH");
        assertThat(driver.predictions()).isEmpty();

        // When
        send("DBIRTH", birth());
        RecordHeaders headers = new RecordHeaders();
        DeadLetterHeaders.toReplay(letter.headers()).forEach(headers::add);
        driver.send(letter.key(), letter.value(), headers, letter.timestamp());

        // Then
        assertThat(driver.predictions())
                .singleElement()
                .satisfies(
                        prediction -> assertThat(prediction.value().getLabel()).isEqualTo("right"));
        assertThat(driver.deadLetters()).isEmpty();
    }

    @Test
    void shouldScoreAReadingOfADeadLetterWithTheValuesOfItsTime() {
        // Given
        send("DBIRTH", birth());
        send("DDATA", at(NOW, 2).changed(1, metric -> metric.setIsNull(true)));
        TestRecord<byte[], byte[]> letter = driver.deadLetters().get(0);
        send("DDATA", at(NOW, 3).changed(1, metric -> metric.setDoubleValue(9)));
        driver.predictions();

        // When
        driver.send(letter.key(), letter.value(), new RecordHeaders(), letter.timestamp());

        // Then
        assertThat(DeadLetterHeaders.of(letter.headers()).message()).contains("Left is null");
        assertThat(driver.deadLetters())
                .singleElement()
                .satisfies(again -> assertThat(again.value()).isEqualTo(letter.value()));
    }

    @Test
    void shouldBuryWhatCannotBeRead() {
        // When
        send("DBIRTH", birth());
        driver.send("pump-7".getBytes(UTF_8), birth().bytes(), new RecordHeaders(), NOW);
        driver.send("spBv1.0/plant/NBIRTH/edge-1".getBytes(UTF_8), "[]".getBytes(UTF_8), new RecordHeaders(), NOW);
        driver.send("spBv1.0/plant/NDATA/edge-1".getBytes(UTF_8), null, new RecordHeaders(), NOW);

        // Then
        assertThat(driver.deadLetters())
                .extracting(letter -> DeadLetterHeaders.of(letter.headers()).reason())
                .containsExactly("UNREADABLE", "UNREADABLE", "NO_VALUE");
    }
}
