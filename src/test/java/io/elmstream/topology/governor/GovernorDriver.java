package io.elmstream.topology.governor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.governor.Command;
import io.elmstream.governor.Governor;
import io.elmstream.governor.Trust;
import io.elmstream.quality.QualitySettings;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.topology.ComparisonHeaders;
import io.elmstream.topology.Names;
import io.elmstream.topology.OutputLimit;
import io.elmstream.topology.Topics;
import io.elmstream.wire.CommandRecords;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.ModelCommand;
import io.elmstream.wire.avro.ModelComparison;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.ModelStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The governor's topology under the test driver, spoken to in commands and answers. */
public final class GovernorDriver implements AutoCloseable {

    /** A record of the models topic. */
    record Model(String key, ModelRecord value) {}

    static final String APPLICATION = "elmstream";

    private final Topics topics = Topics.standard();
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> control;
    private final TestInputTopic<byte[], byte[]> reports;
    private final TestInputTopic<byte[], byte[]> counts;
    private final TestOutputTopic<String, byte[]> qualities;
    private final TestOutputTopic<String, byte[]> models;
    private final TestOutputTopic<String, byte[]> statuses;
    private Headers answerHeaders = new RecordHeaders();
    private Optional<String> standstill = Optional.empty();
    private Instant now = Instant.parse("2026-11-23T08:00:00Z");

    /** How versions are watched: a window is a minute. */
    static final QualityPolicy QUALITY = new QualityPolicy(new QualitySettings(Duration.ofMinutes(1), 1), true);

    public GovernorDriver(Governor governor) {
        this(governor, Trust.EVERYBODY);
    }

    GovernorDriver(Governor governor, Trust trust) {
        this(governor, trust, RebuildModels.NEVER);
    }

    GovernorDriver(Governor governor, Trust trust, RebuildModels rebuild) {
        this(governor, trust, rebuild, OutputLimit.ofBytes(1 << 20));
    }

    /** @param limit what the status topic takes */
    GovernorDriver(Governor governor, Trust trust, RebuildModels rebuild, OutputLimit limit) {
        var topology = new GovernorTopology(
                        topics,
                        governor,
                        trust,
                        new MemorySchemaRegistry(),
                        rebuild,
                        difference -> {},
                        limit,
                        Optional.of(QUALITY))
                .build();
        driver = new TopologyTestDriver(topology, properties(), now);
        counts = driver.createInputTopic(topics.modelQuality(), new ByteArraySerializer(), new ByteArraySerializer());
        qualities =
                driver.createOutputTopic(topics.modelQuality(), new StringDeserializer(), new ByteArrayDeserializer());
        reports = driver.createInputTopic(topics.modelStatus(), new ByteArraySerializer(), new ByteArraySerializer());
        control = driver.createInputTopic(topics.modelControl(), new ByteArraySerializer(), new ByteArraySerializer());
        models = driver.createOutputTopic(topics.models(), new StringDeserializer(), new ByteArrayDeserializer());
        statuses =
                driver.createOutputTopic(topics.modelStatus(), new StringDeserializer(), new ByteArrayDeserializer());
    }

    public ModelStatus send(Command command) {
        return send(CommandRecords.command(command));
    }

    public ModelStatus send(ModelCommand command) {
        return send(ControlCodec.commands().encode(7, command));
    }

    /** Sends a command by a clock of its own. */
    ModelStatus sendAt(Command command, Instant timestamp) {
        byte[] value = ControlCodec.commands().encode(7, CommandRecords.command(command));
        return send(new TestRecord<>("any key".getBytes(UTF_8), value, new RecordHeaders(), timestamp));
    }

    /** Sends the value of a record and returns its one answer. */
    public ModelStatus send(byte @Nullable [] value) {
        return send("any key".getBytes(UTF_8), value, new RecordHeaders());
    }

    /** Sends a record and returns its one answer. */
    ModelStatus send(byte[] key, byte @Nullable [] value, Headers headers) {
        return send(new TestRecord<>(key, value, headers, now()));
    }

    private ModelStatus send(TestRecord<byte[], byte[]> command) {
        control.pipeInput(command);
        List<TestRecord<String, byte[]>> answers = statuses.readRecordsToList();
        if (answers.size() != 1) {
            throw new AssertionError("one answer expected, got " + answers);
        }
        answerHeaders = answers.get(0).headers();
        ModelStatus status = decode(ControlCodec.statuses(), answers.get(0).value());
        String modelId = status.getModelId() == null ? "" : status.getModelId();
        if (!answers.get(0).key().equals(modelId)) {
            throw new AssertionError(
                    "key '" + modelId + "' expected, got '" + answers.get(0).key() + "'");
        }
        return status;
    }

    /** What the last answer carried beside its value. */
    Headers answerHeaders() {
        return answerHeaders;
    }

    /** The governor's store, to look into or to spoil. */
    KeyValueStore<String, byte[]> store() {
        return driver.getKeyValueStore(Names.GOVERNED_STORE);
    }

    /** An instance reports what it counted, and the quality that follows is returned. */
    List<TestRecord<String, byte[]>> count(byte[] key, byte[] value) {
        counts.pipeInput(key, value);
        return qualities.readRecordsToList();
    }

    /** The size of the largest record of the store, in bytes. */
    int largestStored() {
        int largest = 0;
        try (KeyValueIterator<String, byte[]> all =
                driver.<String, byte[]>getKeyValueStore(Names.GOVERNED_STORE).all()) {
            while (all.hasNext()) {
                largest = Math.max(largest, all.next().value.length);
            }
        }
        return largest;
    }

    /** An instance reports. */
    void report(InstanceReport report) {
        reports.pipeInput(
                ReportRecords.key(report.instanceId()).getBytes(UTF_8),
                ControlCodec.reports().encode(7, ReportRecords.report(report)));
    }

    /** An instance reports with a time of its own on the record. */
    void reportAt(InstanceReport report, Instant timestamp) {
        reports.pipeInput(
                ReportRecords.key(report.instanceId()).getBytes(UTF_8),
                ControlCodec.reports().encode(7, ReportRecords.report(report)),
                timestamp);
    }

    /** Somebody writes something to the topic of reports. */
    void report(byte[] key, byte[] value, Headers headers) {
        reports.pipeInput(new TestRecord<>(key, value, headers));
    }

    /** The comparisons since the last call; answers are not among them, since each is read at once. */
    List<ModelComparison> comparisons() {
        return statuses.readRecordsToList().stream()
                .filter(record -> ReportRecords.isComparison(record.key()))
                .peek(record -> standstill = ComparisonHeaders.gateStandsStill(record.headers()))
                .map(record -> decode(ControlCodec.comparisons(), record.value()))
                .toList();
    }

    /** Why conditions decide nothing, as the last comparison that was read says; reads those since the last call. */
    Optional<String> standstill() {
        comparisons();
        return standstill;
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, Names.governorOf(APPLICATION));
        return properties;
    }

    /** What has come to the models topic since the last call. */
    List<Model> models() {
        return modelRecords().stream()
                .map(record -> new Model(record.key, decode(ControlCodec.models(), record.value)))
                .toList();
    }

    /** The same as it stands in the topic. */
    public List<KeyValue<String, byte[]>> modelRecords() {
        return models.readKeyValuesToList();
    }

    /**
     * Forgets what was logged of the store, which the test driver would keep for ever, and tells the times that it
     * bore.
     */
    public List<Instant> forgetLog() {
        return driver.producedTopicNames().stream()
                .filter(topic -> topic.endsWith("-changelog"))
                .map(topic -> driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer()))
                .flatMap(changelog -> changelog.readRecordsToList().stream())
                .map(TestRecord::getRecordTime)
                .toList();
    }

    public Instant now() {
        return now;
    }

    public void advance(long millis) {
        now = now.plusMillis(millis);
        driver.advanceWallClockTime(Duration.ofMillis(millis));
    }

    @Override
    public void close() {
        driver.close();
    }

    private static <T extends SpecificRecord> T decode(ControlCodec<T> codec, byte[] value) {
        try {
            return codec.decode(value);
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }
}
