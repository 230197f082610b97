package io.elmstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.client.KafkaClients;
import io.elmstream.client.Partitions;
import io.elmstream.client.PresentRecords;
import io.elmstream.support.Closing;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.JavaProcess;
import io.elmstream.support.SmallModel;
import io.elmstream.support.Waiting;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A range of a topic scored again, against what the stream said of it, and files scored by published versions. */
@TestInstance(Lifecycle.PER_CLASS)
class PredictIT {

    private static final int PARTITIONS = 3;
    private static final int READINGS = 15_000;
    private static final int POISON = 4;

    /** With the kernel of this process, and slow in its first seconds, so that it can be killed before it is done. */
    private static final List<String> SLOW = List.of("--add-modules", "jdk.incubator.vector", "-XX:-TieredCompilation");

    private static final String SHUTTLE = "src/main/resources/samples/shuttle.csv.gz";

    private Path folder;
    private EmbeddedKafka kafka;
    private ElmstreamUnderTest application;
    private List<Prediction> streamed;

    /** Three stretches: one version, the next one, and that one with a canary beside it. */
    @BeforeAll
    void stream(@TempDir Path shared) throws Exception {
        folder = shared;
        kafka = new EmbeddedKafka();
        application = new ElmstreamUnderTest(kafka, "backfill", shared, PARTITIONS);
        application.start(Map.of());
        for (int version = 1; version <= 3; version++) {
            Path file = Files.write(folder.resolve("shuttle-" + version + ".elm"), SmallModel.artefact(version));
            called("model publish " + file + " --json");
        }
        called("model activate shuttle 1 --json");
        called("model wait shuttle 1 --state champion --timeout 2m --json");
        send(0);
        called("model activate shuttle 2 --json");
        called("model wait shuttle 2 --state champion --timeout 2m --json");
        send(1);
        called("model canary shuttle 3 --share 40 --json");
        called("model wait shuttle 3 --state canary --timeout 2m --json");
        send(2);
        application.stop();
        application.reader().close();
        streamed = application.reader().predictions();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(Stream.of("rescored", "single")
                            .map(name -> new NewTopic(name, Optional.of(PARTITIONS), Optional.empty()))
                            .toList())
                    .all()
                    .get();
        }
    }

    @AfterAll
    void stop() {
        Closing.inOrder(application, kafka);
    }

    @Test
    void shouldGiveWhatTheStreamGaveExactlyOnceOverKills() throws Exception {
        // Given
        String line = "predict --topic " + application.topics().readings() + " --to-topic rescored --json";
        List<String> words = new ArrayList<>(List.of(Main.class.getName()));
        words.addAll(words(line));
        try (JavaProcess process = JavaProcess.start(SLOW, words, folder.resolve("log"))) {
            Waiting.await().until(() -> !read("rescored").isEmpty());
            process.kill();
        }
        application.feed().send("late".getBytes(UTF_8), new byte[0]);
        application.feed().flush();

        // When
        Called resumed = call(line);
        Called again = call(line);

        // Then
        JsonNode result = resumed.json();
        assertThat(resumed.exit()).isEqualTo(4);
        assertThat(result.get("resumed").asLong()).isPositive();
        // neither the transactions' own offsets nor what came behind the end
        assertThat(result.get("predictions").asLong()).isEqualTo(3L * READINGS);
        assertThat(result.get("rejected").asLong()).isEqualTo(3L * POISON);
        assertThat(again.json().get("predictions").asLong()).isEqualTo(3L * READINGS);
        assertThat(again.json().get("resumed")).isEqualTo(again.json().get("readings"));
        List<Prediction> predictions = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : read("rescored", 3 * READINGS)) {
            predictions.add(prediction(record));
        }
        assertThat(predictions).hasSize(3 * READINGS);
        assertThat(byReading(predictions)).isEqualTo(byReading(streamed));
        assertThat(predictions).extracting(Prediction::getVersion).contains(1, 2, 3);
        assertThat(offsets(predictions))
                .allSatisfy((partition, offsets) -> assertThat(offsets).isSorted());
    }

    @Test
    void shouldWriteWhatTheStreamGaveToAFileOverKills() throws Exception {
        // Given
        String line = "predict --topic " + application.topics().readings() + " --to " + ends() + " --json --out ";
        Path killed = folder.resolve("killed.avro");
        Path done = Path.of(killed + ".parts", "done.jsonl");
        List<String> words = new ArrayList<>(List.of(Main.class.getName()));
        words.addAll(words(line + killed));
        try (JavaProcess process = JavaProcess.start(SLOW, words, folder.resolve("log"))) {
            Waiting.await().until(() -> Files.exists(done) && Files.size(done) > 0);
            process.kill();
        }
        assertThat(killed).doesNotExist();

        // When
        Called resumed = call(line + killed);
        Called whole = call(line + folder.resolve("whole.avro"));

        // Then
        assertThat(resumed.exit()).isEqualTo(4);
        assertThat(resumed.json().get("resumed").asLong()).isPositive();
        assertThat(resumed.json().get("predictions")).isEqualTo(whole.json().get("predictions"));
        assertThat(killed).hasSameBinaryContentAs(folder.resolve("whole.avro"));
        assertThat(Files.readAllLines(Path.of(resumed.json().get("rejectedFile").asText())))
                .allSatisfy(row -> assertThat(row).contains("\"reason\":\"UNREADABLE\""))
                .hasSameSizeAs(Files.readAllLines(Path.of(folder.resolve("whole.avro") + ".rejected.jsonl")));
        List<Prediction> predictions = new ArrayList<>();
        try (DataFileReader<Prediction> reader =
                new DataFileReader<>(killed.toFile(), new SpecificDatumReader<>(Prediction.class))) {
            reader.forEach(predictions::add);
        }
        assertThat(byReading(predictions)).isEqualTo(byReading(streamed));
    }

    @Test
    void shouldScoreARangeByOneVersion() throws Exception {
        // When
        Called called = call("predict --topic " + application.topics().readings()
                + " --from 0:10,1:20 --to 0:60,1:20,2:90 --model shuttle:3 --to-topic single --json");

        // Then
        assertThat(called.exit()).as(called.err()).isZero();
        assertThat(called.json().get("readings").asLong()).isEqualTo(50);
        List<Prediction> predictions = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : read("single", 50)) {
            predictions.add(prediction(record));
        }
        assertThat(predictions).hasSize(50).allSatisfy(prediction -> {
            assertThat(prediction.getVersion()).isEqualTo(3);
            assertThat(prediction.getSourcePartition()).isZero();
            assertThat(prediction.getSourceOffset()).isBetween(10L, 59L);
        });
    }

    @Test
    void shouldRefuseARangeWhoseFirstReadingsWereDeleted() throws Exception {
        // Given
        String topic = "retained";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            try (Producer<byte[], byte[]> producer =
                    new KafkaClients(Map.of("bootstrap.servers", kafka.bootstrapServers())).producer(Map.of())) {
                for (int i = 0; i < 20; i++) {
                    producer.send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {1}));
                }
                producer.flush();
            }
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(10)))
                    .all()
                    .get();
        }

        // When
        Called called = call(
                "predict --topic " + topic + " --from 0:5 --to 0:20 --json --out " + folder.resolve("deleted.avro"));

        // Then
        assertThat(called.exit()).as(called.out() + called.err()).isNotZero();
        assertThat(called.error().get("message").asText()).isEqualTo("--from: retained-0 has offsets 10 to 20, not 5");
    }

    @Test
    void shouldScoreAFileByAPublishedVersion() throws IOException {
        // Given
        Path byId = folder.resolve("by-id.csv");
        Path byFile = folder.resolve("by-file.csv");

        // When
        Called named = call("predict --model shuttle:1 --in " + SHUTTLE + " --out " + byId);
        Called file =
                call("predict --model " + folder.resolve("shuttle-1.elm") + " --in " + SHUTTLE + " --out " + byFile);
        Called champion = call("predict --model shuttle --in " + SHUTTLE + " --out " + folder.resolve("champion.csv"));
        Called missing = call("predict --model shuttle:9 --in " + SHUTTLE + " --out " + byId + " --json");

        // Then
        assertThat(named.exit()).as(named.err()).isZero();
        assertThat(file.exit()).isZero();
        assertThat(byId).hasSameBinaryContentAs(byFile);
        assertThat(champion.exit()).isZero();
        assertThat(folder.resolve("champion.csv")).content().contains(",2\n").doesNotContain(",1\n", ",3\n");
        assertThat(missing.error().get("message").asText())
                .isEqualTo("--model: shuttle version 9 is not published, or retired; published versions: [1, 2, 3]");
    }

    /** Sends readings of many sensors, some of which cannot be scored, and waits for their outcomes. */
    private void send(int stretch) {
        for (int i = 0; i < READINGS; i++) {
            String sensor = "sensor-" + i % 100;
            List<Float> features = new ArrayList<>(SmallModel.FEATURES);
            features.set(i % 9, features.get(i % 9) + i % 61 - 30);
            application
                    .feed()
                    .send(
                            sensor.getBytes(UTF_8),
                            application.feed().encode(new SensorReading(sensor, null, Instant.now(), null, features)));
        }
        for (int i = 0; i < POISON; i++) {
            application.feed().send(("poison-" + i).getBytes(UTF_8), new byte[] {1, 2, 3});
        }
        application.feed().flush();
        application.awaitOutcomes((stretch + 1L) * (READINGS + POISON));
    }

    private void called(String line) {
        Called called = call(line);
        assertThat(called.exit()).as(called.out() + called.err()).isZero();
    }

    private Called call(String line) {
        return Called.with(words(line).toArray(String[]::new));
    }

    /** The words of a command, with the configuration of the instance. */
    private List<String> words(String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        application.flags(Map.of()).forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
        return words;
    }

    /** Awaits records: the brokers end a transaction after they have said that it is committed. */
    private List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
        Waiting.await().until(() -> read(topic).size() >= count);
        return read(topic);
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        KafkaClients clients = new KafkaClients(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
            Partitions.fromTheBeginning(consumer, List.of(topic));
            PresentRecords.of(consumer).forEach(records::add);
        }
        return records;
    }

    private static Prediction prediction(ConsumerRecord<byte[], byte[]> record) {
        try {
            return RecordReader.ofPredictions().read(record.value());
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }

    /** Everything that a prediction says of its reading, without the batch that it was scored in. */
    private static Map<String, List<Object>> byReading(List<Prediction> predictions) {
        Map<String, List<Object>> byReading = new LinkedHashMap<>();
        for (Prediction p : predictions) {
            List<Object> said = List.of(
                    p.getSensorId(),
                    p.getModelId(),
                    p.getVersion(),
                    p.getRevision(),
                    p.getEventTime(),
                    p.getLabel(),
                    p.getConfidence(),
                    List.copyOf(p.getProbabilities()),
                    List.copyOf(p.getLabels()),
                    p.getVerified());
            String reading = p.getSourceTopic() + "-" + p.getSourcePartition() + "-" + p.getSourceOffset();
            assertThat(byReading.put(reading, said)).as(reading).isNull();
        }
        return byReading;
    }

    /** The offsets behind the last reading of each partition that the stream predicted. */
    private String ends() {
        return offsets(streamed).entrySet().stream()
                .map(partition -> partition.getKey() + ":" + (Collections.max(partition.getValue()) + 1))
                .collect(Collectors.joining(","));
    }

    private static Map<Integer, List<Long>> offsets(List<Prediction> predictions) {
        return predictions.stream()
                .collect(Collectors.groupingBy(
                        Prediction::getSourcePartition,
                        Collectors.mapping(Prediction::getSourceOffset, Collectors.toList())));
    }
}
