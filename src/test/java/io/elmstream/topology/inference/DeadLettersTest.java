package io.elmstream.topology.inference;

import static io.elmstream.support.InferenceDriver.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.batch.Rejection;
import io.elmstream.support.InferenceDriver;
import io.elmstream.support.TestModels;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.wire.RegistryUnreachableException;
import io.elmstream.wire.SchemaId;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.avro.SensorReading;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** A reading that cannot be scored becomes one dead letter, and spoils nothing. */
class DeadLettersTest {

    private static final byte[] PUMP = "pump-1".getBytes(UTF_8);
    private static final Header TRACE = new RecordHeader("trace", new byte[] {1, 2});
    private static final Header CONTENT_ID = new RecordHeader("apicurio.value.contentId", new byte[8]);

    private final InferenceDriver driver = new InferenceDriver();

    DeadLettersTest() {
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private record Sent(byte @Nullable [] key, byte @Nullable [] value, long timestamp, String words) {}

    /** A reading that is rejected for this reason, and what its message must tell. */
    private Sent spoilt(Rejection reason) {
        return switch (reason) {
            case UNREADABLE ->
                new Sent(PUMP, "no Avro".getBytes(UTF_8), 7, "value of 7 bytes does not start with the byte 0");
            case UNKNOWN_SCHEMA -> new Sent(PUMP, new byte[] {0, 0, 0, 1, 2, 3}, 7, "content id 258");
            case WRONG_WIDTH -> sent(null, 7, "features has 3 values, model shuttle version 1 takes 2", 1, 2, 3);
            case NOT_FINITE -> sent(null, 7, "features[1] is Infinity", 1, Float.POSITIVE_INFINITY);
            case NO_KEY -> new Sent(null, sent(null, 7, "", 1, 2).value(), 7, "it must be the sensor id");
            case NO_VALUE -> new Sent(PUMP, null, 7, "no value");
            case KEY_MISMATCH ->
                new Sent(
                        "pump-2".getBytes(UTF_8),
                        sent(null, 7, "", 1, 2).value(),
                        7,
                        "the key is 'pump-2', the field sensorId is 'pump-1'");
            case NO_MODEL -> sent("unheard-of", 7, "no version of model 'unheard-of' is in force", 1, 2);
            case BAD_TIMESTAMP -> sent(null, 0, "the event time is 0 ms since 1970", 1, 2);
            case NOT_LOADED ->
                throw new IllegalArgumentException("no version is missing where loading is done on the spot");
            case SENSOR_ID_TOO_LONG ->
                new Sent(
                        "p".repeat(1_025).getBytes(UTF_8),
                        sent(null, 7, "", 1, 2).value(),
                        7,
                        "has 1025 bytes; a sensor id has at most 1024");
            case NO_SENSOR, MISSING_FEATURE, NULL_FEATURE, UNPARSABLE_FEATURE, NO_BIRTH, TOO_MANY_READINGS ->
                throw new IllegalArgumentException("only with a mapping");
            case SCORING_FAILED, TOO_LARGE, REFUSED_BY_BROKER ->
                throw new IllegalArgumentException("not for a reading's own fault");
        };
    }

    private Sent sent(@Nullable String model, long timestamp, String words, float... features) {
        Float[] boxed = new Float[features.length];
        Arrays.setAll(boxed, i -> features[i]);
        SensorReading reading = new SensorReading("pump-1", model, null, null, List.of(boxed));
        return new Sent(PUMP, driver.encode(reading), timestamp, words);
    }

    /**
     * But for what is no fault of the reading, see {@link BatchAndPredictTest}, {@link LateReadingsTest} and
     * {@link OutputsTest}; and for what needs a mapping, see {@link MappedReadingsTest}.
     */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {
                "SCORING_FAILED",
                "NOT_LOADED",
                "TOO_LARGE",
                "REFUSED_BY_BROKER",
                "NO_SENSOR",
                "MISSING_FEATURE",
                "NULL_FEATURE",
                "UNPARSABLE_FEATURE",
                "NO_BIRTH",
                "TOO_MANY_READINGS"
            })
    void shouldBuryOneReadingForEachReasonAndPredictItsNeighbours(Rejection reason) {
        // Given
        Sent spoilt = spoilt(reason);
        driver.send("pump-1", 1, 2);

        // When
        driver.send(spoilt.key(), spoilt.value(), new RecordHeaders(List.of(TRACE, CONTENT_ID)), spoilt.timestamp());
        driver.send("pump-1", 1, 2);

        // Then
        assertThat(driver.predictions())
                .extracting(record -> record.value().getSourceOffset())
                .containsExactly(0L, 2L);
        assertThat(driver.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo(spoilt.key());
            assertThat(letter.value()).isEqualTo(spoilt.value());
            assertThat(letter.timestamp()).isEqualTo(spoilt.timestamp());
            assertThat(letter.headers()).startsWith(TRACE, CONTENT_ID);
            assertThat(header(letter, "elmstream.reason")).isEqualTo(reason.name());
            assertThat(header(letter, "__streams.errors.exception")).isEqualTo("io.elmstream.batch.Rejection");
            assertThat(header(letter, "__streams.errors.message")).contains(spoilt.words());
            assertThat(header(letter, "__streams.errors.topic")).isEqualTo("sensor-readings");
            assertThat(header(letter, "__streams.errors.partition")).isEqualTo("0");
            assertThat(header(letter, "__streams.errors.offset")).isEqualTo("1");
            assertThat(letter.headers().lastHeader("elmstream.truncated")).isNull();
            assertThat(DeadLetterHeaders.of(letter.headers()))
                    .isEqualTo(new DeadLetterHeaders(
                            reason.name(), header(letter, "__streams.errors.message"), "sensor-readings", 0, 1));
        });
    }

    @Test
    void shouldRefuseAMissingValueWhereTheModelTakesNone() {
        // When
        driver.send("pump-1", Float.NaN, 2);

        // Then
        assertThat(driver.deadLetters())
                .singleElement()
                .satisfies(letter ->
                        assertThat(header(letter, "__streams.errors.message")).isEqualTo("features[0] is NaN"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void shouldRefuseEventTimesThatAreNotAfter1970(long eventTime) {
        // Given
        Instant time = Instant.ofEpochMilli(eventTime);

        // When
        driver.send(new SensorReading("pump-1", null, time, null, List.of(1f, 2f)));

        // Then
        assertThat(driver.deadLetters())
                .singleElement()
                .satisfies(
                        letter -> assertThat(header(letter, "elmstream.reason")).isEqualTo("BAD_TIMESTAMP"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"value", "headers", "key", "all"})
    void shouldCutWhatIsTooLargeAndSayWhereTheWholeIs(String large) {
        // Given
        int limit = 20_000;
        byte[] much = new byte[limit];
        Arrays.fill(much, (byte) 'x');
        boolean all = large.equals("all");
        byte[] key = all || large.equals("key") ? much : PUMP;
        byte[] value = all || large.equals("value") ? much : new byte[] {7};
        Headers headers = new RecordHeaders(List.of(TRACE));
        headers.add("large", all || large.equals("headers") ? much : new byte[] {8});

        try (InferenceDriver narrow = new InferenceDriver(Optional.empty(), limit)) {
            // When
            narrow.send(key, value, headers, 7);

            // Then
            assertThat(narrow.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(size(letter)).isLessThanOrEqualTo(limit);
                assertThat(letter.key()).isEqualTo(Arrays.copyOf(key, letter.key().length));
                assertThat(letter.value()).isEqualTo(Arrays.copyOf(value, letter.value().length));
                assertThat(header(letter, "elmstream.reason"))
                        .isEqualTo(key == much ? "SENSOR_ID_TOO_LONG" : "UNREADABLE");
                assertThat(header(letter, "__streams.errors.offset")).isEqualTo("0");
                assertThatMarkSays(letter, "elmstream.truncated", value.length > letter.value().length, value.length);
                assertThatMarkSays(letter, "elmstream.truncated.key", key == much, key.length);
                assertThatMarkSays(
                        letter, "elmstream.truncated.headers", letter.headers().lastHeader("large") == null, 2);
            });
        }
    }

    @Test
    void shouldNotTakeTheSendersHeadersForItsOwn() {
        // Given
        List<Header> sent = List.of(
                TRACE,
                new RecordHeader("elmstream.reason", "NO_MODEL".getBytes(UTF_8)),
                new RecordHeader("elmstream.reason", null),
                new RecordHeader("elmstream.truncated", "7".getBytes(UTF_8)),
                new RecordHeader("elmstream.timestamp", "8".getBytes(UTF_8)),
                new RecordHeader("__streams.errors.topic", "models".getBytes(UTF_8)));

        // When
        driver.send(PUMP, new byte[] {7}, new RecordHeaders(sent), 7);

        // Then
        assertThat(driver.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(DeadLetterHeaders.of(letter.headers()).reason()).isEqualTo("UNREADABLE");
            assertThat(DeadLetterHeaders.of(letter.headers()).topic()).isEqualTo("sensor-readings");
            assertThat(DeadLetterHeaders.isTruncated(letter.headers())).isFalse();
            assertThat(DeadLetterHeaders.timestamp(letter.headers(), 7)).isEqualTo(7);
            assertThat(DeadLetterHeaders.original(letter.headers())).isEqualTo(sent);
            letter.headers().add("traceparent", new byte[] {3});
            assertThat(DeadLetterHeaders.original(letter.headers())).hasSize(7);
        });
    }

    @Test
    void shouldNotRepeatALongSensorIdInItsMessage() {
        // Given
        SensorReading reading = new SensorReading("k".repeat(100_000), null, null, null, List.of(1f, 2f));

        // When
        driver.send(PUMP, driver.encode(reading), new RecordHeaders(), 7);

        // Then
        assertThat(driver.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(header(letter, "__streams.errors.message"))
                        .startsWith("the key is 'pump-1', the field sensorId is 'kkk")
                        .hasSizeLessThan(1_100));
    }

    @Test
    void shouldFailRatherThanJudgeWhileTheRegistryDoesNotAnswer() {
        // Given
        SchemaRegistry silent = new SchemaRegistry() {
            @Override
            public Lookup find(SchemaId contentId) {
                throw new RegistryUnreachableException(
                        "the schema registry did not answer", new IllegalStateException());
            }

            @Override
            public void offer(String topic, List<Schema> schemas) {
                throw new UnsupportedOperationException();
            }

            @Override
            public int register(String topic, Schema schema) {
                throw new UnsupportedOperationException();
            }
        };
        try (InferenceDriver cutOff = new InferenceDriver(Optional.of("shuttle"), 1_000_000, silent)) {
            cutOff.serve("shuttle", 1, TestModels.greater("shuttle", 1));
            byte[] value = {0, 0, 0, 1, 2, 3};

            // When / Then
            assertThatThrownBy(() -> cutOff.send(PUMP, value, new RecordHeaders(), 7))
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasStackTraceContaining(RegistryUnreachableException.class.getName());
            assertThat(cutOff.deadLetters()).isEmpty();
            assertThat(cutOff.predictions()).isEmpty();
        }
    }

    private static void assertThatMarkSays(TestRecord<?, ?> letter, String mark, boolean cut, int length) {
        if (cut) {
            assertThat(header(letter, mark)).isEqualTo(Integer.toString(length));
        } else {
            assertThat(letter.headers().lastHeader(mark)).isNull();
        }
    }

    private static int size(TestRecord<byte[], byte[]> letter) {
        int size = letter.key().length + letter.value().length;
        for (Header header : letter.headers()) {
            size += header.key().length() + header.value().length + 10;
        }
        return size;
    }
}
