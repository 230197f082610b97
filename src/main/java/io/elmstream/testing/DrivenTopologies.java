package io.elmstream.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.client.PublishedModels;
import io.elmstream.config.Configuration;
import io.elmstream.governor.Command;
import io.elmstream.governor.Trust;
import io.elmstream.readings.Format;
import io.elmstream.readings.Mapping;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.topology.ModelsTopic;
import io.elmstream.topology.Names;
import io.elmstream.topology.Topics;
import io.elmstream.topology.governor.GovernorTopology;
import io.elmstream.topology.inference.InferenceTopology;
import io.elmstream.topology.inference.ModelsStore;
import io.elmstream.topology.learning.LearningTopology;
import io.elmstream.wire.CommandRecords;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Label;
import io.elmstream.wire.avro.ModelCommand;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.SensorReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The topologies, each in a test driver of Kafka. Changes published by the governor reach inference immediately,
 * commands of the learner reach the governor immediately, and all share the same wall clock. There is a learner if
 * {@code learn.enabled} is true.
 */
final class DrivenTopologies implements AutoCloseable {

    private final StateFolder folder;
    private final Configuration configuration;
    private final Topics topics;
    private final TopologyTestDriver governor;
    private final TopologyTestDriver inference;
    private final Optional<TopologyTestDriver> learner;
    private final RecordEncoder<Label> labels;
    private final RecordEncoder<SensorReading> readings;
    private final ControlCodec<ModelCommand> commands = ControlCodec.commands();
    private final ControlCodec<ModelStatus> statuses = ControlCodec.statuses();
    private final ControlCodec<io.elmstream.wire.avro.InstanceReport> reports = ControlCodec.reports();
    private final List<ModelsTopic.Entry> madeKnown = new ArrayList<>();
    private final Instant start;
    private PublishedModels published = new PublishedModels(new TreeMap<>());
    private Instant now;

    private DrivenTopologies(Configuration configuration, Instant start, StateFolder folder) {
        MemorySchemaRegistry registry = new MemorySchemaRegistry();
        this.folder = folder;
        this.configuration = configuration;
        this.start = start;
        now = start;
        topics = configuration.inference().topics();
        readings = new RecordEncoder<>(registry.register(topics.readings(), SensorReading.getClassSchema()));
        labels = new RecordEncoder<>(registry.register(topics.labels(), Label.getClassSchema()));
        governor = driver(
                configuration.governorId(),
                new GovernorTopology(topics, configuration.governorPolicy(), Trust.EVERYBODY, registry).build());
        inference = driver(
                configuration.applicationId(),
                new InferenceTopology(configuration.inference(), registry, Runnable::run, () -> now.toEpochMilli())
                        .build());
        learner = configuration.learner().enabled()
                ? Optional.of(driver(
                        configuration.learnerId(),
                        new LearningTopology(learning(configuration), registry, Runnable::run).build()))
                : Optional.empty();
    }

    private LearningTopology.Setup learning(Configuration configuration) {
        return new LearningTopology.Setup(
                configuration.applicationId(),
                "the test driver",
                configuration.inference(),
                configuration.learner().learning(),
                () -> Optional.of(models().index()),
                Optional.empty());
    }

    /**
     * Starts the topologies.
     *
     * @param start the initial time of the wall clock
     * @param folder for their files; removed at the end, and if they cannot start
     */
    static DrivenTopologies start(Configuration configuration, Instant start, StateFolder folder) {
        try {
            return new DrivenTopologies(configuration, start, folder);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    Configuration configuration() {
        return configuration;
    }

    Topics topics() {
        return topics;
    }

    Instant now() {
        return now;
    }

    void advanceWallClock(Duration duration) {
        now = now.plus(duration);
        governor.advanceWallClockTime(duration);
        inference.advanceWallClockTime(duration);
        learner.ifPresent(driver -> driver.advanceWallClockTime(duration));
        judgeLearner();
    }

    /** Sends a command to the governor and returns its answer. */
    ModelStatus judge(Command command) {
        byte[] value = commands.encode(0, CommandRecords.command(command));
        input(governor, topics.modelControl()).pipeInput(command.id().value().getBytes(UTF_8), value, now);
        passOn();
        try {
            return statuses.decode(output(governor, topics.modelStatus()).get(0).value());
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("the governor's answer is unreadable", e);
        }
    }

    /** Sends the counts of the instance to the governor. */
    void report() {
        InstanceReport report = new InstanceReport(
                "test-driver",
                configuration.applicationId(),
                start.toEpochMilli(),
                now.toEpochMilli(),
                false,
                List.copyOf(models().health().values()));
        byte[] key = ReportRecords.key(report.instanceId()).getBytes(UTF_8);
        input(governor, topics.modelStatus()).pipeInput(key, reports.encode(0, ReportRecords.report(report)), now);
        // comparisons
        output(governor, topics.modelStatus());
        passOn();
    }

    /** Returns what the governor has published. */
    PublishedModels published() {
        return published;
    }

    void pipe(SensorReading reading, Instant timestamp) {
        Optional<Mapping> mapping = configuration.inference().mappings().of(topics.readings());
        if (mapping.filter(each -> each.format() == Format.ELMSTREAM).isEmpty()) {
            throw new IllegalStateException("the topic " + topics.readings()
                    + " has readings in another form, by the setting readings; use pipe(topic, key, value)");
        }
        byte[] key = reading.getSensorId().getBytes(UTF_8);
        pipe(new TestRecord<>(key, readings.encode(reading), timestamp));
    }

    void pipe(TestRecord<byte[], byte[]> record) {
        read(topics.readings(), record);
    }

    /** Pipes a label, with the sensor id as key. */
    void label(Label label, Instant timestamp) {
        pipeLabel(new TestRecord<>(label.getSensorId().getBytes(UTF_8), labels.encode(label), timestamp));
    }

    void pipe(String topic, TestRecord<byte[], byte[]> record) {
        if (topic.equals(topics.labels())) {
            pipeLabel(record);
            return;
        }
        if (configuration.inference().mappings().of(topic).isEmpty()) {
            throw new IllegalArgumentException("the topic '" + topic + "' is no input; the inputs are "
                    + configuration.inference().mappings().topics());
        }
        read(topic, record);
    }

    private void pipeLabel(TestRecord<byte[], byte[]> record) {
        TopologyTestDriver driver = learner.orElseThrow(
                () -> new IllegalStateException("no learner runs that reads labels; set learn.enabled to true"));
        input(driver, topics.labels()).pipeInput(record);
        judgeLearner();
    }

    private void read(String topic, TestRecord<byte[], byte[]> record) {
        input(inference, topic).pipeInput(record);
        learner.ifPresent(driver -> input(driver, topic).pipeInput(record));
        judgeLearner();
    }

    /** Passes the commands of the learner to the governor. */
    private void judgeLearner() {
        learner.ifPresent(driver -> {
            for (TestRecord<byte[], byte[]> command : output(driver, topics.modelControl())) {
                input(governor, topics.modelControl()).pipeInput(command);
                // answers
                output(governor, topics.modelStatus());
                passOn();
            }
        });
    }

    /** Returns the records written to an output topic since the last call. */
    List<TestRecord<byte[], byte[]>> outcomes(String topic) {
        return output(inference, topic);
    }

    /** Returns the alert states; requires that alerts are on. */
    KeyValueStore<Bytes, byte[]> alertStates() {
        return inference.getKeyValueStore(Names.ALERT_STATE_STORE);
    }

    /** Closes the drivers and removes their files, even if a driver fails to close. */
    @Override
    public void close() {
        try (folder;
                inference;
                governor) {
            madeKnown.clear();
            learner.ifPresent(TopologyTestDriver::close);
        }
    }

    /** Returns the models that inference serves. */
    ModelsStore models() {
        return Objects.requireNonNull(
                (ModelsStore) inference.getAllStateStores().get(Names.MODELS_STORE));
    }

    private void passOn() {
        List<TestRecord<byte[], byte[]>> models = output(governor, topics.models());
        for (TestRecord<byte[], byte[]> model : models) {
            madeKnown.add(new ModelsTopic.Entry(madeKnown.size(), model.value(), model.timestamp()));
            input(inference, topics.models()).pipeInput(model);
        }
        if (!models.isEmpty()) {
            published = PublishedModels.read(madeKnown::forEach, topics.models());
        }
    }

    private static TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver, String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static List<TestRecord<byte[], byte[]>> output(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    @SuppressWarnings("deprecation") // as in production
    private TopologyTestDriver driver(String id, Topology topology) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.path().toString());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, id);
        // as in production; without it, Kafka Streams warns at each start
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        return new TopologyTestDriver(topology, properties, start);
    }
}
