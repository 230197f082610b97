package io.elmstream.guarantees;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.KafkaUnderTest;
import io.elmstream.support.RawTopic;
import io.elmstream.support.SmallModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

/** Outputs in JSON through a real broker: each reading has one, and whoever has a parser of JSON can read it. */
class JsonOutputsIT extends RealKafkaContract {

    private static final int READINGS = 300;
    private static final int AT_ONCE = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, String> SETTINGS = Map.of(
            "predictions.format",
            "json",
            "predictions.cloudevents",
            "true",
            "alerts.labels",
            String.join(",", SmallModel.labels()),
            "alerts.n",
            "1",
            "alerts.m",
            "1",
            "alerts.min.confidence",
            "0",
            "commit.interval.ms",
            "50");

    @Override
    KafkaUnderTest kafka(Path folder) {
        return new EmbeddedKafka();
    }

    @Test
    void shouldGiveEachReadingOneOutcomeThatAParserOfJsonReads() throws Exception {
        // Given
        try (ElmstreamUnderTest app = application("json", 2)) {
            app.start(SETTINGS);
            app.champion(1);
            app.feed().send(READINGS, AT_ONCE);
            app.feed().send("pump-1".getBytes(UTF_8), "no reading".getBytes(UTF_8));

            // When
            app.stop();
            app.start(SETTINGS);
            app.feed().send(READINGS, AT_ONCE);
            app.awaitAllAnswered();

            // Then
            List<ConsumerRecord<byte[], byte[]>> predictions =
                    records(app.topics().predictions());
            List<ConsumerRecord<byte[], byte[]>> alerts = records(app.topics().alerts());
            assertThat(predictions.stream().map(JsonOutputsIT::position))
                    .doesNotHaveDuplicates()
                    .hasSize(2 * READINGS);
            assertThat(records(app.topics().deadLetters())).singleElement().satisfies(letter -> {
                assertThat(letter.value()).isEqualTo("no reading".getBytes(UTF_8));
                assertThat(header(letter, "elmstream.reason")).isEqualTo("UNREADABLE");
            });
            assertThat(alerts).isNotEmpty().allSatisfy(alert -> {
                assertThat(tree(alert).get("change").textValue()).isEqualTo("RAISED");
                assertThat(header(alert, "ce_type")).isEqualTo("io.elmstream.alert.raised");
            });
            assertThat(Stream.concat(predictions.stream(), alerts.stream()).toList())
                    .allSatisfy(JsonOutputsIT::assertThatItIsAnEvent)
                    .extracting(record -> header(record, "ce_source") + " " + header(record, "ce_id"))
                    .doesNotHaveDuplicates();
            assertThat(app.audit().report().isClean()).isTrue();
            assertThat(registryKnows(app.topics().readings())).isTrue();
            assertThat(registryKnows(app.topics().predictions())).isFalse();
            assertThat(registryKnows(app.topics().alerts())).isFalse();
        }
    }

    @Test
    void shouldReadATopicThatHasBothForms() {
        // Given
        Map<String, String> avro = new HashMap<>(SETTINGS);
        avro.put("predictions.format", "avro");
        try (ElmstreamUnderTest app = application("mixed", 2)) {
            app.start(SETTINGS);
            app.champion(1);
            app.feed().send(READINGS, AT_ONCE);
            app.awaitAllAnswered();
            app.stop();

            // When
            app.start(avro);
            app.feed().send(READINGS, AT_ONCE);
            app.awaitAllAnswered();

            // Then
            assertThat(records(app.topics().predictions()))
                    .extracting(record -> header(record, "content-type"))
                    .containsOnly("application/json", "application/avro");
            assertThat(app.audit().report().isClean()).isTrue();
            assertThat(app.audit().report().predictions()).isEqualTo(2 * READINGS);
        }
    }

    private static void assertThatItIsAnEvent(ConsumerRecord<byte[], byte[]> record) {
        JsonNode value = tree(record);
        List<String> names = new ArrayList<>();
        record.headers().forEach(header -> names.add(header.key()));
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "content-type", "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_subject");
        assertThat(header(record, "content-type")).isEqualTo("application/json");
        assertThat(header(record, "ce_source")).isEqualTo("/elmstream/json/" + record.topic());
        assertThat(header(record, "ce_time")).isEqualTo(value.get("eventTime").textValue());
        assertThat(header(record, "ce_subject"))
                .isEqualTo(value.get("sensorId").textValue())
                .isEqualTo(new String(record.key(), UTF_8));
    }

    private boolean registryKnows(String topic) throws IOException, InterruptedException {
        URI artifact = URI.create(kafka().registryUrl() + "/groups/default/artifacts/" + topic + "-value");
        int status = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(artifact).build(), BodyHandlers.discarding())
                .statusCode();
        assertThat(status).isIn(200, 404);
        return status == 200;
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return new RawTopic(kafka().bootstrapServers(), topic).records();
    }

    private static String position(ConsumerRecord<byte[], byte[]> record) {
        JsonNode value = tree(record);
        return value.get("sourceTopic").textValue() + "-" + value.get("sourcePartition") + "@"
                + value.get("sourceOffset") + "#" + value.get("sourceIndex");
    }

    private static JsonNode tree(ConsumerRecord<byte[], byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }
}
