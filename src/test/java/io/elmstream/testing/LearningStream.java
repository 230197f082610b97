package io.elmstream.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.governor.Command;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Timeline;
import io.elmstream.topology.learning.LearningTopology;
import io.elmstream.wire.CommandRecords;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.ReceivedCommand.Readable;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.Label;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.SensorReading;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/**
 * Governor, inference and learner in test drivers, with a model that learns. Readings carry no label; their labels come
 * after them. The clocks move by 10 seconds after 10 readings, and instances report after 50.
 */
final class LearningStream implements AutoCloseable {

    private static final Duration STEP = Duration.ofSeconds(10);
    private static final int STEP_EVERY = 10;
    private static final int REPORT_EVERY = 50;
    private static final String SENSOR = "s";

    private final ModelId id;
    private final DrivenTopologies topologies;
    private final TopologyTestDriver learner;
    private final RecordEncoder<SensorReading> readings;
    private final RecordEncoder<Label> labels;
    private final List<Command> commands = new ArrayList<>();
    private int rows;

    /** Starts with a champion, and versions of the learner in shadow on the learner's own conditions. */
    LearningStream(Path folder, Artefact champion) {
        id = champion.id();
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        Configuration configuration = ConfigurationLoader.withoutCluster(
                Optional.empty(),
                Map.of("models.default", id.value(), "governor.min.trial.ms", "10000", "learn.every.rows", "100"));
        topologies = DrivenTopologies.start(configuration, start, new StateFolder(folder.resolve("topologies")));
        judge(new Command.Publish("r1", id, 1, ArtefactFormat.write(champion), false));
        judge(new Command.Activate("r2", id, 1, OptionalLong.empty(), OptionalLong.empty()));
        judge(new Command.Learn(
                "r3", id, 1, new Learning(true, Mode.SHADOW, Share.ALL, Optional.empty()), OptionalLong.empty()));
        MemorySchemaRegistry registry = new MemorySchemaRegistry();
        readings =
                new RecordEncoder<>(registry.register(topologies.topics().readings(), SensorReading.getClassSchema()));
        labels = new RecordEncoder<>(registry.register(topologies.topics().labels(), Label.getClassSchema()));
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, configuration.learnerId());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("learner").toString());
        // without it, Kafka Streams warns at each start
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        LearningTopology.Setup setup = new LearningTopology.Setup(
                configuration.applicationId(),
                "test",
                configuration.inference(),
                configuration.learner().learning(),
                () -> Optional.of(topologies.models().index()),
                Optional.empty());
        learner =
                new TopologyTestDriver(new LearningTopology(setup, registry, Runnable::run).build(), properties, start);
    }

    /** Sends a reading, and after it the labels that are claimed for it. */
    void send(float[] row, String... claims) {
        Instant time = time();
        List<Float> features = new ArrayList<>();
        for (float feature : row) {
            features.add(feature);
        }
        SensorReading reading = new SensorReading(SENSOR, null, time, null, features);
        topologies.pipe(reading, time);
        pipe(topologies.topics().readings(), readings.encode(reading));
        for (String claim : claims) {
            label(SENSOR, time, claim);
        }
        rows++;
        if (rows % STEP_EVERY == 0) {
            topologies.advanceWallClock(STEP);
            learner.advanceWallClockTime(STEP);
        }
        if (rows % REPORT_EVERY == 0) {
            topologies.report();
        }
    }

    /** Sends a label. */
    void label(String sensor, Instant time, String label) {
        pipe(topologies.topics().labels(), labels.encode(new Label(sensor, time, null, label, 1.0, null)), sensor);
    }

    /** The event time of the next reading. */
    Instant time() {
        return topologies.now().plusMillis(rows % STEP_EVERY);
    }

    private void pipe(String topic, byte[] value) {
        pipe(topic, value, SENSOR);
    }

    private void pipe(String topic, byte[] value, String key) {
        learner.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key.getBytes(UTF_8), value, topologies.now()));
        learner.createOutputTopic(
                        topologies.topics().modelControl(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .forEach(record -> {
                    Command command = ((Readable) CommandRecords.read(record.value())).command();
                    commands.add(command);
                    judge(command);
                });
    }

    private void judge(Command command) {
        ModelStatus answer = topologies.judge(command);
        if (answer.getOutcome() != CommandOutcome.ACCEPTED) {
            throw new AssertionError(command + " was answered with " + answer);
        }
    }

    /** What the learner has sent. */
    List<Command> commands() {
        return commands;
    }

    Timeline timeline() {
        return topologies.published().timeline(id);
    }

    /** The version that is champion now. */
    int champion() {
        return timeline().stepAt(topologies.now().toEpochMilli()).orElseThrow().champion();
    }

    /** A version as it was published. */
    Artefact artefact(int version) {
        return topologies.models().index().artefact(new VersionKey(id, version)).orElseThrow();
    }

    /** The sum of a metric of the learner over all tasks. */
    double metric(String name) {
        return learner.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .sum();
    }

    @Override
    public void close() {
        try (topologies) {
            learner.close();
        }
    }
}
