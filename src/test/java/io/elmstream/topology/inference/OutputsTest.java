package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.alert.Position;
import io.elmstream.support.InferenceDriver;
import io.elmstream.support.TestModels;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.OutputLimit;
import io.elmstream.topology.OutputLimits;
import io.elmstream.topology.Topics;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Response;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Result;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** What leaves fits its topic, and what a broker refused nevertheless is not tried again. */
class OutputsTest {

    private static final byte[] PUMP = "pump-1".getBytes(UTF_8);
    private static final OutputLimit SMALL = OutputLimit.of(1 << 20, 20_000, Long.MAX_VALUE, Long.MAX_VALUE);
    private static final OutputLimit TINY = OutputLimit.ofBytes(150);

    private final RefusedReadings refused = new RefusedReadings();
    private final RefusalHandler handler = new RefusalHandler();

    OutputsTest() {
        handler.configure(Map.of(RefusalHandler.REFUSED, refused, RefusalHandler.TOPICS, Topics.standard()));
    }

    private InferenceDriver driver(OutputLimit predictions) {
        InferenceDriver driver =
                new InferenceDriver(new OutputLimits(predictions, SMALL, SMALL, SMALL, SMALL, SMALL), refused);
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));
        return driver;
    }

    @Test
    void shouldPredictWithoutHeadersWhereTheseAreTooLarge() {
        try (InferenceDriver driver = driver(SMALL)) {
            // When
            send(driver, new RecordHeaders(List.of(new RecordHeader("zeros", new byte[1_300_000]))));

            // Then
            assertThat(driver.predictions())
                    .singleElement()
                    .satisfies(record -> assertThat(InferenceDriver.header(record, "elmstream.truncated.headers"))
                            .isEqualTo("1"));
            assertThat(driver.deadLetters()).isEmpty();
        }
    }

    @Test
    void shouldBuryWhatIsTooLargeEvenWithoutHeaders() {
        try (InferenceDriver driver = driver(TINY)) {
            // When
            send(driver, new RecordHeaders());

            // Then
            assertThat(driver.predictions()).isEmpty();
            assertThat(driver.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(InferenceDriver.header(letter, "elmstream.reason")).isEqualTo("TOO_LARGE");
                assertThat(InferenceDriver.header(letter, "__streams.errors.message"))
                        .contains("the producer accept 150");
            });
        }
    }

    @Test
    void shouldBuryAReadingWhosePredictionABrokerRefusedAndThenTheBareFacts() {
        try (InferenceDriver driver = driver(SMALL)) {
            // Given
            send(driver, new RecordHeaders());
            TestRecord<String, Prediction> prediction = driver.predictions().get(0);
            byte[] bytes = new RecordEncoder<Prediction>(1).encode(prediction.value());
            assertThat(prediction.value().getSourceOffset()).isZero();

            // When
            Response neighbour = handle(
                    new ProducerRecord<>("predictions", PUMP, bytes),
                    new KafkaException(
                            "Failed to append record because it was part of a batch which had one more more invalid"
                                    + " records"));
            long before = refused.steps();
            Response guilty =
                    handle(new ProducerRecord<>("predictions", PUMP, bytes), new InvalidTimestampException("too late"));

            // Then
            assertThat(neighbour.result()).isEqualTo(Result.RESUME);
            assertThat(before).isZero();
            assertThat(guilty.result()).isEqualTo(Result.FAIL);
            assertThat(refused.steps()).isEqualTo(1);
            assertThat(refused.of("sensor-readings", 0, 0)).hasValueSatisfying(refusal -> {
                assertThat(refusal.topic()).isEqualTo("predictions");
                assertThat(refusal.words()).isEqualTo("too late");
            });
        }
        try (InferenceDriver again = driver(SMALL)) {
            send(again, new RecordHeaders());
            TestRecord<byte[], byte[]> letter = again.deadLetters().get(0);
            assertThat(InferenceDriver.header(letter, "elmstream.reason")).isEqualTo("REFUSED_BY_BROKER");
            assertThat(InferenceDriver.header(letter, "__streams.errors.message"))
                    .contains("predictions", "too late");
            assertThat(letter.value()).isNotNull();
            assertThat(again.predictions()).isEmpty();

            // a second refusal, now of the dead letter, told by another producer
            ProducerRecord<byte[], byte[]> buried = new ProducerRecord<>(
                    "dead-letters", null, letter.timestamp(), letter.key(), letter.value(), letter.headers());
            Thread other = new Thread(() -> handle(buried, new RecordTooLargeException("still too large")));
            other.start();
            join(other);
        }
        try (InferenceDriver last = driver(SMALL)) {
            send(last, new RecordHeaders(List.of(new RecordHeader("trace", new byte[9]))));
            TestRecord<byte[], byte[]> letter = last.deadLetters().get(0);
            assertThat(letter.value()).isEmpty();
            assertThat(letter.headers().lastHeader("trace")).isNull();
            assertThat(DeadLetterHeaders.of(letter.headers()).offset()).isZero();
            assertThat(DeadLetterHeaders.isTruncated(letter.headers())).isTrue();
            assertThat(refused.steps()).isEqualTo(2);
        }
    }

    @Test
    void shouldCountOnlyTheFirstRefusalOfAProducerSinceTheOthersFailWithItsTransaction() {
        // Given
        Position position = new Position("sensor-readings", 0, 1);
        refused.refused(position, "predictions", "too large", Thread.currentThread());

        // When
        refused.refused(new Position("sensor-readings", 0, 2), "predictions", "too large", Thread.currentThread());

        // Then
        assertThat(refused.of("sensor-readings", 0, 1)).isPresent();
        assertThat(refused.of("sensor-readings", 0, 2)).isEmpty();
    }

    @Test
    void shouldGiveATimestampOutOfRangeThatOfNowAndKeepIt() {
        // Given
        OutputLimit narrow = OutputLimit.of(
                1 << 20,
                1 << 20,
                Duration.ofDays(1).toMillis(),
                Duration.ofHours(1).toMillis());
        try (InferenceDriver driver = driver(narrow)) {
            // When
            send(driver, new RecordHeaders());

            // Then
            assertThat(driver.predictions()).singleElement().satisfies(record -> {
                assertThat(record.timestamp()).isGreaterThan(1_700_000_000_000L);
                assertThat(InferenceDriver.header(record, "elmstream.timestamp"))
                        .isEqualTo("7");
            });
        }
    }

    private Response handle(ProducerRecord<byte[], byte[]> record, Exception failure) {
        return handler.handleError(null, record, failure);
    }

    private static void send(InferenceDriver driver, RecordHeaders headers) {
        SensorReading reading = new SensorReading("pump-1", null, Instant.ofEpochMilli(5), null, List.of(1f, 2f));
        driver.send(PUMP, driver.encode(reading), headers, 7);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
