package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.alert.AlertId;
import io.elmstream.alert.AlertRule;
import io.elmstream.alert.Position;
import io.elmstream.readings.MappingParser;
import io.elmstream.readings.Mappings;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Step;
import io.elmstream.support.InferenceDriver;
import io.elmstream.support.TestModels;
import io.elmstream.topology.OutputLimit;
import io.elmstream.topology.OutputLimits;
import io.elmstream.topology.Topics;
import io.elmstream.wire.OutputFormat;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.SchemaId;
import io.elmstream.wire.SchemaRegistry.Found;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Predictions and alerts in JSON and with the headers of CloudEvents. */
class OutputFormsOfTopologyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final OutputSettings PLAIN_JSON = new OutputSettings(OutputFormat.JSON, Optional.empty());
    private static final String SOURCE = "/elmstream/plant-7";
    private static final OutputSettings EVENTS = new OutputSettings(OutputFormat.JSON, Optional.of(SOURCE));
    private static final String PACK = "{'device': 'pump-1', 'values': [{'left': 1, 'right': 3}, {'left': 3, 'right':"
            + " 1}, {'left': 1, 'right': 3}]}";

    private InferenceDriver driver = driver(PLAIN_JSON, settings -> settings);

    private static InferenceDriver driver(OutputSettings outputs, UnaryOperator<InferenceSettings> change) {
        Mappings readings = MappingParser.parse(
                "readings", json("{'sensor-readings': {'format': 'json', 'each': 'values[]', 'sensor': 'device'}}"));
        AlertSettings alerts = new AlertSettings(Set.of("right"), new AlertRule(1, 1, 0.6));
        InferenceDriver driver = new InferenceDriver(settings ->
                change.apply(settings.withMappings(readings).withAlerts(alerts).withOutputs(outputs)));
        driver.serve("shuttle", 1, TestModels.greater("shuttle", 1));
        return driver;
    }

    private void use(OutputSettings outputs, UnaryOperator<InferenceSettings> change) {
        driver.close();
        driver = driver(outputs, change);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldWritePredictionsAndAlertsThatAnyParserOfJsonReads() {
        // When
        send(PACK);

        // Then
        List<TestRecord<String, byte[]>> predictions = driver.encodedPredictions();
        assertThat(predictions).hasSize(3).allSatisfy(record -> {
            assertThat(record.key()).isEqualTo("pump-1");
            assertThat(texts(record.headers())).containsExactly("content-type=application/json");
        });
        JsonNode second = tree(predictions.get(1));
        assertThat(second.get("label").asText()).isEqualTo("left");
        assertThat(second.get("labels")).isEqualTo(JSON.valueToTree(List.of("left", "right")));
        assertThat(second.get("probabilities")).hasSize(2);
        assertThat(second.get("eventTime").asText()).isEqualTo("1970-01-01T00:00:01.000Z");
        assertThat(second.get("sourceIndex").asInt()).isEqualTo(1);
        List<TestRecord<byte[], byte[]>> alerts = driver.encodedAlerts();
        assertThat(alerts)
                .extracting(record -> tree(record).get("change").asText())
                .containsExactly("RAISED", "CLEARED", "RAISED");
        assertThat(alerts)
                .allSatisfy(
                        record -> assertThat(texts(record.headers())).containsExactly("content-type=application/json"));
        assertThat(driver.deadLetters()).isEmpty();
    }

    @Test
    void shouldRegisterNoSchemaOfJson() {
        // When
        use(EVENTS, settings -> settings);

        // Then
        assertThat(LongStream.range(0, 100)
                        .mapToObj(id -> driver.registry().find(SchemaId.content(id)))
                        .flatMap(found -> found instanceof Found schema ? Stream.of(schema.schema()) : Stream.empty()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldMakeEveryOutputACloudEvent(OutputFormat format) throws Exception {
        // Given
        use(new OutputSettings(format, Optional.of(SOURCE)), settings -> settings);

        // When
        send(PACK);

        // Then
        List<String> events = Stream.concat(driver.encodedPredictions().stream(), driver.encodedAlerts().stream())
                .peek(record -> assertThat(texts(record.headers()))
                        .contains(
                                "content-type=" + format.mediaType(),
                                "ce_specversion=1.0",
                                "ce_time=1970-01-01T00:00:01.000Z",
                                "ce_subject=pump-1")
                        .hasSize(7))
                .map(record -> String.join(
                        " ",
                        InferenceDriver.header(record, "ce_id"),
                        InferenceDriver.header(record, "ce_type"),
                        InferenceDriver.header(record, "ce_source")))
                .toList();
        String first = AlertId.of("pump-1", "shuttle", new Position("sensor-readings", 0, 0, 0));
        String third = AlertId.of("pump-1", "shuttle", new Position("sensor-readings", 0, 0, 2));
        assertThat(events)
                .containsExactly(
                        "sensor-readings-0@0 io.elmstream.prediction /elmstream/plant-7/predictions",
                        "sensor-readings-0@0#1 io.elmstream.prediction /elmstream/plant-7/predictions",
                        "sensor-readings-0@0#2 io.elmstream.prediction /elmstream/plant-7/predictions",
                        first + "/RAISED io.elmstream.alert.raised /elmstream/plant-7/alerts",
                        first + "/CLEARED io.elmstream.alert.cleared /elmstream/plant-7/alerts",
                        third + "/RAISED io.elmstream.alert.raised /elmstream/plant-7/alerts");
    }

    @Test
    void shouldMakeAShadowPredictionAnEventOfItsOwn() {
        // Given
        use(EVENTS, settings -> settings);
        driver.publish("shuttle", 2, TestModels.smaller("shuttle", 2));
        driver.activate(
                "shuttle",
                Step.champion(1, Step.BEGINNING, 1, "first", 0),
                ChallengerTest.challenge(2, 2, Mode.SHADOW, 10_000));

        // When
        send("{'device': 'pump-1', 'values': [{'left': 1, 'right': 3}]}");

        // Then
        assertThat(driver.encodedShadowPredictions()).singleElement().satisfies(record -> {
            assertThat(tree(record).get("version").asInt()).isEqualTo(2);
            assertThat(texts(record.headers()))
                    .contains(
                            "ce_id=sensor-readings-0@0",
                            "ce_type=io.elmstream.prediction.shadow",
                            "ce_source=/elmstream/plant-7/shadow-predictions",
                            "content-type=application/json");
        });
    }

    @Test
    void shouldNotTakeOverWhatAReadingSaysOfItsOwnValue() {
        // Given
        use(EVENTS, settings -> settings);
        RecordHeaders headers = new RecordHeaders();
        for (String name : List.of("ce_id", "content-type", "trace", "ce_source", "Content-Type", "ce_foreign")) {
            headers.add(name, "foreign".getBytes(UTF_8));
        }

        // When
        driver.send("k".getBytes(UTF_8), json(PACK).getBytes(UTF_8), headers, 1_000);

        // Then
        List<Headers> outputs = Stream.concat(driver.encodedPredictions().stream(), driver.encodedAlerts().stream())
                .map(TestRecord::headers)
                .toList();
        assertThat(outputs).hasSize(6).allSatisfy(output -> {
            assertThat(texts(output)).contains("trace=foreign").hasSize(8);
            assertThat(texts(output).stream().filter(text -> text.endsWith("foreign")))
                    .hasSize(1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\u0085", "\uffff"})
    void shouldNotNameASubjectThatCloudEventsDoNotAllow(String sensor) throws JsonProcessingException {
        // Given
        use(EVENTS, settings -> settings);

        // When
        send(JSON.writeValueAsString(Map.of("device", sensor, "values", List.of(Map.of("left", 3, "right", 1)))));

        // Then
        assertThat(driver.encodedPredictions()).singleElement().satisfies(record -> {
            assertThat(tree(record).get("sensorId").asText()).isEqualTo(sensor);
            assertThat(record.headers().lastHeader("ce_subject")).isNull();
            assertThat(record.headers().lastHeader("ce_id")).isNotNull();
        });
    }

    @Test
    void shouldCountItsOwnHeadersWhereOutputsMustFit() {
        // Given
        String reading = "{'device': 'pump-1', 'values': [{'left': 3, 'right': 1}]}";
        use(EVENTS, settings -> settings);
        send(reading);
        TestRecord<String, byte[]> whole = driver.encodedPredictions().get(0);
        int size = OutputLimit.size(whole.key().getBytes(UTF_8), whole.value().length, whole.headers());

        // When
        use(EVENTS, settings -> settings.withLimits(limits(size)));
        send(reading);
        List<TestRecord<String, byte[]>> fitting = driver.encodedPredictions();
        use(EVENTS, settings -> settings.withLimits(limits(size - 1)));
        send(reading);

        // Then
        assertThat(fitting).hasSize(1);
        assertThat(driver.encodedPredictions()).isEmpty();
        assertThat(driver.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(InferenceDriver.header(letter, "elmstream.reason")).isEqualTo("TOO_LARGE");
            assertThat(InferenceDriver.header(letter, "__streams.errors.message"))
                    .contains(whole.value().length + " bytes and ")
                    .contains("the producer accept " + (size - 1));
        });
    }

    @Test
    void shouldKeepItsOwnHeadersWhereThoseOfTheReadingAreTooLarge() {
        // Given
        use(EVENTS, settings -> settings.withLimits(limits(20_000)));
        RecordHeaders headers = new RecordHeaders();
        headers.add("zeros", new byte[30_000]);

        // When
        driver.send("k".getBytes(UTF_8), json(PACK).getBytes(UTF_8), headers, 1_000);

        // Then
        assertThat(driver.encodedPredictions())
                .hasSize(3)
                .allSatisfy(record -> assertThat(texts(record.headers()))
                        .contains("elmstream.truncated.headers=1", "content-type=application/json")
                        .hasSize(8));
    }

    @Test
    void shouldKnowWhichReadingAnOutputInJsonWasMadeOfThatABrokerRefused() throws Exception {
        // Given
        send("{'device': 'x', 'values': [{'left': 3, 'right': 1}]}");
        driver.encodedPredictions();
        send(PACK);
        byte[] prediction = driver.encodedPredictions().get(1).value();
        byte[] alert = driver.encodedAlerts().get(2).value();
        assertThat(RecordReader.ofAlerts().read(alert).getSourceIndex()).isEqualTo(2);

        for (var record : List.of(
                new ProducerRecord<byte[], byte[]>("predictions", prediction),
                new ProducerRecord<byte[], byte[]>("shadow-predictions", prediction),
                new ProducerRecord<byte[], byte[]>("alerts", alert))) {
            RefusedReadings refused = new RefusedReadings();
            RefusalHandler handler = new RefusalHandler();
            handler.configure(Map.of(RefusalHandler.REFUSED, refused, RefusalHandler.TOPICS, Topics.standard()));

            // When
            handler.handleError(null, record, new RecordTooLargeException("too large"));

            // Then
            assertThat(refused.of("sensor-readings", 0, 1)).isPresent();
        }
    }

    private static OutputLimits limits(int predictions) {
        OutputLimit usual = OutputLimit.ofBytes(1 << 20);
        return new OutputLimits(OutputLimit.ofBytes(predictions), usual, usual, usual, usual, usual);
    }

    private void send(String reading) {
        driver.send("k".getBytes(UTF_8), json(reading).getBytes(UTF_8), new RecordHeaders(), 1_000);
    }

    private static String json(String quoted) {
        return quoted.replace('\'', '"');
    }

    private static List<String> texts(Headers headers) {
        return Stream.of(headers.toArray())
                .map(header -> header.key() + "=" + text(header))
                .toList();
    }

    private static String text(Header header) {
        return new String(header.value(), UTF_8);
    }

    private static JsonNode tree(TestRecord<?, byte[]> record) {
        try {
            return JSON.readTree(new String(record.value(), UTF_8));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
