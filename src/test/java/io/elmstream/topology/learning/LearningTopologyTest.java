package io.elmstream.topology.learning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.batch.BatchPolicy;
import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.Elm;
import io.elmstream.governor.Command;
import io.elmstream.governor.RecordSignature;
import io.elmstream.governor.SignatureScope;
import io.elmstream.governor.SigningKey;
import io.elmstream.governor.TrustedKeys;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.labels.LabelledRow;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.serving.ArtefactFiles;
import io.elmstream.serving.ModelIndex;
import io.elmstream.serving.VersionLoader;
import io.elmstream.topology.Topics;
import io.elmstream.topology.inference.AlertSettings;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.topology.inference.TestFolders;
import io.elmstream.wire.CommandRecords;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.LabelledRowCodec;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.ReceivedCommand.Readable;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.LearningState;
import io.elmstream.wire.avro.ModelLearner;
import io.elmstream.wire.avro.SensorReading;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From labelled readings to signed commands, in one topology. */
class LearningTopologyTest {

    private static final Topics TOPICS = Topics.standard();
    private static final ModelId PUMP = new ModelId("pump");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final SignatureScope SCOPE = SignatureScope.commands("elm", "cluster");

    private final Deque<Runnable> work = new ArrayDeque<>();
    private final ModelIndex index = new ModelIndex(
            new VersionLoader(new PlainForwardPass()),
            Runnable::run,
            Runnable::run,
            START::toEpochMilli,
            new ArtefactFiles(TestFolders.fresh()),
            1_000_000);
    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
    private final RecordEncoder<SensorReading> encoder =
            new RecordEncoder<>(registry.register(TOPICS.readings(), SensorReading.getClassSchema()));
    private final KeyPair keys = keys();
    private TopologyTestDriver driver = driver();

    @BeforeEach
    void publish() {
        Elm elm = new Blobs(3, 3, 300, 1).train(12, Activation.TANH);
        index.putArtefact(new VersionKey(PUMP, 1), ArtefactFormat.write(new Artefact(PUMP, 1, elm, Probes.none(elm))));
        index.putTimeline(new Timeline(PUMP, List.of(Step.champion(1, Step.BEGINNING, 1, "first", 0))));
        index.putLearning(PUMP, new Learning(true, Mode.SHADOW, Share.ALL, Optional.empty()));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldSendSignedCommandsAndSayHowItLearns() throws UnreadableRecordException {
        // Given
        send(0, 450);

        // When
        solve();
        send(450, 700);
        solve();

        // Then
        List<TestRecord<byte[], byte[]>> commands = read(TOPICS.modelControl());
        assertThat(commands.stream().map(record -> ((Readable) CommandRecords.read(record.value())).command()))
                .satisfiesExactly(
                        publish -> assertThat(publish).isInstanceOf(Command.Publish.class),
                        challenge -> assertThat(challenge).isInstanceOf(Command.Challenge.class));
        TrustedKeys trusted = new TrustedKeys(SCOPE, List.of(keys.getPublic()));
        List<Long> numbers = new ArrayList<>();
        for (TestRecord<byte[], byte[]> record : commands) {
            byte[] header = record.headers().lastHeader(RecordSignature.HEADER).value();
            numbers.add(trusted.signer(Optional.of(header), record.key(), record.value())
                    .orElseThrow()
                    .number());
        }
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        List<TestRecord<byte[], byte[]>> statuses = read(TOPICS.modelStatus());
        assertThat(statuses)
                .allSatisfy(
                        record -> assertThat(new String(record.key(), UTF_8)).isEqualTo("pump/learner"));
        ModelLearner last =
                ControlCodec.learners().decode(statuses.get(statuses.size() - 1).value());
        assertThat(last)
                .returns(LearningState.PROPOSED, ModelLearner::getState)
                .returns("elm", ModelLearner::getApplicationId)
                .returns(700L, ModelLearner::getRows)
                .returns(2, ModelLearner::getLastVersion);
        assertThat(metric("learnt-rows-total")).isEqualTo(700);
        assertThat(metric("proposed-versions-total")).isEqualTo(1);
        assertThat(metric("learner-accuracy-ratio")).isEqualTo(last.getAccuracy());
        assertThat(metric("learner-champion-accuracy-ratio"))
                .isEqualTo(last.getParentAccuracy())
                .isLessThan(last.getAccuracy());
    }

    @Test
    void shouldSolveAfterAWhileWithFewRowsAndOnlyOnce() {
        // Given
        send(0, 10);
        assertThat(work).isEmpty();

        // When
        driver.advanceWallClockTime(LearningSettings.DEFAULT.every());

        // Then
        assertThat(work).hasSize(1);
        solve();
        assertThat(metric("solutions-total")).isEqualTo(1);
        driver.advanceWallClockTime(LearningSettings.DEFAULT.every().multipliedBy(3));
        assertThat(work).as("there were no rows since").isEmpty();
    }

    @Test
    void shouldLeaveOutWhatIsNoRowInItsInternalTopic() {
        // Given
        TestInputTopic<byte[], byte[]> rows = driver.createInputTopic(
                "learner-of-elm-labelled-rows-repartition", new ByteArraySerializer(), new ByteArraySerializer());
        LabelledRow ofNoModel = new LabelledRow("../x", "a", 1, new float[3], "class0", 1);

        // When
        rows.pipeInput(new TestRecord<byte[], byte[]>(new byte[] {1}, null));
        rows.pipeInput(new byte[] {1}, new byte[] {9, 9});
        rows.pipeInput(new byte[] {1}, LabelledRowCodec.encode(ofNoModel));
        send(0, 10);

        // Then
        assertThat(metric("left-out-rows-total")).isEqualTo(3);
        assertThat(metric("learnt-rows-total")).isEqualTo(10);
    }

    /** Finds the solutions that were begun, which are then taken up by the timer. */
    private void solve() {
        while (!work.isEmpty()) {
            work.remove().run();
        }
        driver.advanceWallClockTime(Duration.ofSeconds(1));
    }

    private void send(int from, int to) {
        TestInputTopic<byte[], byte[]> readings =
                driver.createInputTopic(TOPICS.readings(), new ByteArraySerializer(), new ByteArraySerializer());
        List<SensorReading> rows = new ArrayList<>();
        new Blobs(3, 3, to, 7)
                .forEach((row, label) -> rows.add(new SensorReading(
                        "a",
                        null,
                        START.plusMillis(rows.size()),
                        "class" + (label + 1) % 3,
                        List.of(row[0], row[1], row[2]))));
        rows.subList(from, to)
                .forEach(reading -> readings.pipeInput(
                        new TestRecord<>("a".getBytes(UTF_8), encoder.encode(reading), reading.getEventTime())));
    }

    private List<TestRecord<byte[], byte[]>> read(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private double metric(String name) {
        return driver.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .sum();
    }

    private TopologyTestDriver driver() {
        LearningSettings usual = LearningSettings.DEFAULT;
        LearningTopology.Setup setup = new LearningTopology.Setup(
                "elm",
                "test",
                new InferenceSettings(
                        TOPICS,
                        new BatchPolicy(256, Duration.ofMillis(5)),
                        Optional.of(PUMP),
                        AlertSettings.none(),
                        1_000_000),
                new LearningSettings(
                        200,
                        usual.every(),
                        usual.ridge(),
                        200,
                        usual.forgetting(),
                        usual.onNewChampion(),
                        usual.newClasses(),
                        usual.keep(),
                        usual.labelWindow(),
                        usual.maxWaiting()),
                () -> Optional.of(index),
                Optional.of(new SigningKey(keys.getPrivate(), SCOPE)));
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "learner-of-elm");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, TestFolders.fresh().toString());
        // without it, Kafka Streams warns at each start
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        return new TopologyTestDriver(new LearningTopology(setup, registry, work::add).build(), properties, START);
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance(RecordSignature.ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
