package io.elmstream.guarantees;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.elmstream.cli.Called;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.KafkaUnderTest;
import io.elmstream.support.RawTopic;
import io.elmstream.support.SparkplugText;
import io.elmstream.support.TopicSettings;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Prediction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/**
 * Readings in the layouts of public data sets and schemas: each has one outcome, and the sensor that it names. A pack
 * without readings has none.
 */
class LayoutsIT extends RealKafkaContract {

    /** In 2033; event times are those of the payloads. */
    private static final long FAR_AHEAD = 2_000_000_000_000L;

    private static final Path FOLDER = Path.of("src/test/resources/layouts");
    private static final Schema TELEMETRY = SchemaBuilder.record("Telemetry")
            .namespace("plant")
            .fields()
            .name("device")
            .type(SchemaBuilder.record("Device").fields().requiredString("id").endRecord())
            .noDefault()
            .name("taken")
            .type()
            .longType()
            .noDefault()
            .requiredDouble("pressure")
            .optionalDouble("flow")
            .endRecord();

    /** A topic, its mapping, and the places of the features of the model. */
    private record Layout(String topic, String mapping, List<String> features, List<byte[]> records) {

        String json() {
            String all = IntStream.range(0, 9)
                    .mapToObj(i -> "'sensor%d': %s".formatted(i + 1, features.get(i % features.size())))
                    .collect(Collectors.joining(", "));
            return "'%s': {%s, 'features': {%s}}".formatted(topic, mapping, all);
        }
    }

    @Override
    KafkaUnderTest kafka(Path folder) {
        return new EmbeddedKafka();
    }

    @Test
    void shouldGiveEachReadingOfEachLayoutOneOutcome() throws Exception {
        // Given
        try (ElmstreamUnderTest app = application("layouts", 1)) {
            List<Layout> layouts = layouts(app.topics().readings());
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka().bootstrapServers()))) {
                admin.createTopics(layouts.stream()
                                .skip(1)
                                .map(layout -> new NewTopic(layout.topic(), 1, (short) 1))
                                .toList())
                        .all()
                        .get();
            }
            send(layouts);

            // When
            String mappings = layouts.stream().map(Layout::json).collect(Collectors.joining(", ", "{", "}"));
            app.start(Map.of("commit.interval.ms", "50", "readings", mappings.replace('\'', '"')));
            app.champion(1);

            // Then
            int expected = 5 + 40 + 3 + 3 + 3 + 2 + 4;
            app.await()
                    .untilAsserted(
                            () -> assertThat(OutcomePositions.of(kafka(), app)).hasSizeGreaterThanOrEqualTo(expected));
            assertThat(OutcomePositions.of(kafka(), app))
                    .doesNotHaveDuplicates()
                    .hasSize(expected);
            assertThat(sensors(app))
                    .containsEntry(
                            "environment", List.of("00:0f:00:70:91:0a", "1c:bf:ce:15:ec:4d", "b8:27:eb:bf:9d:51"))
                    .containsEntry("nested", List.of("17"))
                    .containsEntry("elements", List.of("a", "b"))
                    .containsEntry("packs", List.of("hall-2"))
                    .containsEntry("senml", List.of("urn:dev:mac:0024befffe804ff1"))
                    .containsEntry("telemetry", List.of("pump-1", "pump-3"));
            assertThat(reasons(app)).isEqualTo(Map.of("nested NULL_FEATURE", 1L, "telemetry NULL_FEATURE", 2L));
        }
    }

    @Test
    void shouldRememberTheBirthsOfEdgeNodesOverARestart() throws Exception {
        // Given
        List<SparkplugText> messages = SparkplugText.messages(Files.readString(FOLDER.resolve("sparkplug.txtpb")));
        try (ElmstreamUnderTest app = application("sparkplug", 1)) {
            Map<String, String> settings =
                    Map.of("readings", sparkplug(app.topics().readings()));
            app.start(settings);
            app.champion(1);

            // When
            acceptAnyTime(app.topics().readings());
            send(app, messages.subList(0, 3), FAR_AHEAD);
            app.await()
                    .untilAsserted(
                            () -> assertThat(OutcomePositions.of(kafka(), app)).hasSize(2));
            app.stop();
            app.startAnew(settings, "another-machine");
            send(app, messages.subList(3, messages.size()), System.currentTimeMillis());

            // Then
            String topic = app.topics().readings() + "-0@";
            app.await()
                    .untilAsserted(
                            () -> assertThat(OutcomePositions.of(kafka(), app)).hasSizeGreaterThanOrEqualTo(4));
            assertThat(OutcomePositions.of(kafka(), app))
                    .containsExactlyInAnyOrder(topic + "2/0", topic + "2/1", topic + "4/0", topic + "5/0");
            assertThat(sensors(app)).containsEntry("environment", List.of("hall/edge-2/oven-1"));
            assertThat(reasons(app)).isEqualTo(Map.of(app.topics().readings() + " NO_BIRTH", 1L));
            commandsShouldKnowTheBirths(app, settings);
        }
    }

    /** Also where births are before the records that are asked for. */
    private void commandsShouldKnowTheBirths(ElmstreamUnderTest app, Map<String, String> settings) {
        String readings = app.topics().readings();
        JsonNode predicted = called(
                        app,
                        settings,
                        4,
                        "predict --topic " + readings + " --from 0:3 --to 0:6 --out " + folder().resolve("edge.avro")
                                + " --json")
                .json();
        assertThat(predicted.get("predictions").asInt()).isEqualTo(1);
        assertThat(predicted.get("rejected").asInt()).isEqualTo(1);
        JsonNode explained = called(app, settings, 0, "model explain --reading " + readings + "-0@4#0 --json")
                .json();
        assertThat(explained.toString()).contains("hall/edge-2/oven-1");
        JsonNode checked = called(app, settings, 1, "mapping check --topic " + readings + " --json")
                .json();
        assertThat(checked.get("readings").asInt()).isEqualTo(4);
        assertThat(checked.get("deadLetters").asInt()).isEqualTo(1);
        assertThat(checked.get("remarks").get(0).asText()).startsWith("3 of 6 records are no readings");
    }

    private Called called(ElmstreamUnderTest app, Map<String, String> settings, int exit, String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        app.flags(settings).forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
        Called called = Called.with(words.toArray(String[]::new));
        assertThat(called.exit()).as(called.out() + called.err()).isEqualTo(exit);
        return called;
    }

    /** Lets a topic take records of the far future, which the broker's default would reject in a changelog. */
    private void acceptAnyTime(String topic) {
        TopicSettings.set(
                kafka().bootstrapServers(), topic, "message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
    }

    private static String sparkplug(String topic) {
        List<String> paths =
                List.of("'Temp/Inlet'", "{'path': 'Rate', 'scale': 0.1}", "{'path': 'Door/Open', 'type': 'boolean'}");
        return "{%s}"
                .formatted(new Layout(topic, "'format': 'sparkplug'", paths, List.of()).json())
                .replace('\'', '"');
    }

    private void send(ElmstreamUnderTest app, List<SparkplugText> messages, long timestamp) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka().bootstrapServers());
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            messages.forEach(message -> producer.send(
                    new ProducerRecord<>(app.topics().readings(), null, timestamp, message.key(), message.value())));
        }
    }

    private List<Layout> layouts(String first) throws Exception {
        List<Layout> layouts = new ArrayList<>();
        layouts.add(new Layout(
                first,
                "'format': 'json', 'sensor': 'device', 'time': {'path': 'ts', 'unit': 's'}",
                List.of("'temp'", "'humidity'", "{'path': 'light', 'type': 'boolean'}", "'co'"),
                lines("environment.jsonl")));
        layouts.add(new Layout(
                "iot",
                "'format': 'json', 'sensor': 'device', 'time': {'path': 'ts', 'unit': 's'}, 'label': 'state'",
                List.of("'temp'", "'meta.fw[1]'", "{'path': 'mode', 'values': ['auto', 'manual', 'off']}"),
                lines("iot.jsonl")));
        layouts.add(new Layout(
                "nested",
                "'format': 'json', 'sensor': 'id', 'time': 'created_at'",
                List.of("'io.axes[2]'", "'io.volt'"),
                lines("nested.jsonl")));
        layouts.add(new Layout(
                "elements",
                "'format': 'json', 'each': '[]', 'sensor': '[].sensor',"
                        + " 'time': {'path': '[].date', 'pattern': 'yyyy-MM-dd HH:mm:ss', 'zone': 'Europe/Berlin'}",
                List.of("'[].level'"),
                lines("elements.jsonl")));
        layouts.add(new Layout(
                "packs",
                "'format': 'json', 'each': 'values[]', 'sensor': 'gateway',"
                        + " 'time': {'path': 'values[].at', 'unit': 'ms'}",
                List.of("'values[].temp'", "{'path': 'values[].on', 'type': 'boolean'}"),
                lines("packs.jsonl")));
        layouts.add(
                new Layout("senml", "'format': 'senml'", List.of("'temp'", "'light'"), List.of("""
                        [{"bn": "urn:dev:mac:0024befffe804ff1:", "bt": 1764000000, "n": "temp", "u": "Cel", "v": 22.7},
                         {"n": "light", "vb": false}, {"n": "temp", "t": 10, "v": 22.9},
                         {"n": "light", "t": 10, "vb": true}]""".getBytes(UTF_8))));
        layouts.add(new Layout(
                "telemetry",
                "'format': 'avro', 'sensor': 'device.id', 'time': 'taken'",
                List.of("'pressure'", "'flow'"),
                telemetry()));
        return layouts;
    }

    private static List<byte[]> lines(String file) throws Exception {
        return Files.readAllLines(FOLDER.resolve(file)).stream()
                .map(line -> line.getBytes(UTF_8))
                .toList();
    }

    /** Records as Apicurio's serde writes them; every second has no flow. */
    private List<byte[]> telemetry() {
        try (AvroKafkaSerializer<GenericRecord> serializer = new AvroKafkaSerializer<>()) {
            serializer.configure(
                    Map.of("apicurio.registry.url", kafka().registryUrl(), "apicurio.registry.auto-register", "true"),
                    false);
            return IntStream.range(1, 5)
                    .mapToObj(i -> serializer.serialize("telemetry", record(i)))
                    .toList();
        }
    }

    private static GenericRecord record(int i) {
        Schema device = TELEMETRY.getField("device").schema();
        return new GenericRecordBuilder(TELEMETRY)
                .set(
                        "device",
                        new GenericRecordBuilder(device).set("id", "pump-" + i).build())
                .set("taken", 1_764_000_000_000L + i)
                .set("pressure", 1.5 * i)
                .set("flow", i % 2 == 0 ? null : 0.5 * i)
                .build();
    }

    private void send(List<Layout> layouts) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka().bootstrapServers());
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            layouts.forEach(layout ->
                    layout.records().forEach(value -> producer.send(new ProducerRecord<>(layout.topic(), value))));
        }
    }

    /** The sensors of predictions, by topic; that of the first layout is called after its file. */
    private Map<String, List<String>> sensors(ElmstreamUnderTest app) {
        Map<String, List<String>> sensors = new TreeMap<>();
        RecordReader<Prediction> reader = RecordReader.ofPredictions();
        for (ConsumerRecord<byte[], byte[]> record :
                new RawTopic(kafka().bootstrapServers(), app.topics().predictions()).records()) {
            try {
                Prediction prediction = reader.read(record.value());
                String topic = prediction.getSourceTopic().equals(app.topics().readings())
                        ? "environment"
                        : prediction.getSourceTopic();
                List<String> known = sensors.computeIfAbsent(topic, first -> new ArrayList<>());
                if (!known.contains(prediction.getSensorId())) {
                    known.add(prediction.getSensorId());
                    known.sort(null);
                }
            } catch (UnreadableRecordException e) {
                throw new AssertionError(e);
            }
        }
        return sensors;
    }

    private Map<String, Long> reasons(ElmstreamUnderTest app) {
        Map<String, Long> reasons = new LinkedHashMap<>();
        new RawTopic(kafka().bootstrapServers(), app.topics().deadLetters())
                .records()
                .forEach(letter -> {
                    DeadLetterHeaders of = DeadLetterHeaders.of(letter.headers());
                    reasons.merge(of.topic() + " " + of.reason(), 1L, Long::sum);
                });
        return reasons;
    }
}
