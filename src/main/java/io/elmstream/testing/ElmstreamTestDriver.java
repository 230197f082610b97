package io.elmstream.testing;

import io.elmstream.governor.Command;
import io.elmstream.governor.Governor;
import io.elmstream.governor.Trust;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.Names;
import io.elmstream.topology.Topics;
import io.elmstream.topology.governor.GovernorTopology;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.topology.inference.InferenceTopology;
import io.elmstream.topology.inference.ModelsStore;
import io.elmstream.wire.CommandRecords;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.ModelCommand;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The topologies that run in production, under Kafka's {@link TopologyTestDriver}: publish your model, send your
 * readings, and look at the outcomes. No broker, no registry, no threads; time stands still until {@link #advance}
 * moves it.
 *
 * <p>Kafka's driver commits after every record, so each micro-batch has one reading here. Scores do not depend on that.
 *
 * <pre>{@code
 * try (var driver = new ElmstreamTestDriver(settings, Instant.parse("2026-01-01T00:00:00Z"))) {
 *     driver.publish("boiler", 1, Files.readAllBytes(Path.of("boiler-1.elm")));
 *     driver.activate("boiler", 1);
 *     driver.send(new SensorReading("s1", "boiler", null, null, List.of(20f, 1.5f)));
 *     assertThat(driver.predictions()).extracting(Prediction::getLabel).containsExactly("fine");
 * }
 * }</pre>
 */
public final class ElmstreamTestDriver implements AutoCloseable {

    private static final String APPLICATION = "elmstream";

    private final StateFolder folder = StateFolder.fresh();
    private final Topics topics;
    private final boolean alertsOn;
    private final TopologyTestDriver governor;
    private final TopologyTestDriver inference;
    private final int readingSchema;
    private final RecordReader<Prediction> predictions = RecordReader.ofPredictions();
    private final RecordReader<Alert> alerts = RecordReader.of(Alert.getClassSchema());
    private final ControlCodec<ModelCommand> commands = ControlCodec.commands();
    private final ControlCodec<ModelStatus> statuses = ControlCodec.statuses();
    private final ControlCodec<io.elmstream.wire.avro.InstanceReport> reports = ControlCodec.reports();
    private final Instant start;
    private Instant now;

    /** @param start the time on the wall clock, at first */
    public ElmstreamTestDriver(InferenceSettings settings, Instant start) {
        MemorySchemaRegistry registry = new MemorySchemaRegistry();
        this.start = start;
        now = start;
        topics = settings.topics();
        alertsOn = settings.alerts().isOn();
        readingSchema = registry.register(topics.readings(), SensorReading.getClassSchema());
        Governor policy = new Governor(Governor.DEFAULT_MAX_ARTEFACT_BYTES, Governor.DEFAULT_LEAD);
        governor = driver(
                Names.governorOf(APPLICATION),
                new GovernorTopology(topics, policy, Trust.EVERYBODY, registry).build(),
                start);
        inference = driver(
                APPLICATION,
                new InferenceTopology(settings, registry, Runnable::run, () -> now.toEpochMilli()).build(),
                start);
    }

    /** Publishes a model file and gives the governor's answer. */
    public ModelStatus publish(String modelId, int version, byte[] artefact) {
        return command(new Command.Publish(requestId(), new ModelId(modelId), version, artefact, false));
    }

    /**
     * Makes a published version the champion and gives the governor's answer, which says from which event time on; the
     * first champion serves from the beginning.
     */
    public ModelStatus activate(String modelId, int version) {
        return command(new Command.Activate(
                requestId(), new ModelId(modelId), version, OptionalLong.empty(), OptionalLong.empty()));
    }

    /** Tries a published version beside the champion and gives the governor's answer. */
    public ModelStatus challenge(String modelId, Challenger challenger) {
        return command(new Command.Challenge(requestId(), new ModelId(modelId), challenger, OptionalLong.empty()));
    }

    /** Sends any command and gives the governor's answer; what the governor makes known, the instance knows at once. */
    public ModelStatus command(Command command) {
        byte[] key = command.id().value().getBytes(StandardCharsets.UTF_8);
        byte[] value = commands.encode(0, CommandRecords.command(command));
        input(governor, topics.modelControl()).pipeInput(key, value, now);
        passOn();
        try {
            ModelStatus status = statuses.decode(
                    output(governor, topics.modelStatus()).get(0).value());
            if (command instanceof Command.Challenge) {
                // at once, as in production: what an instance counted matters once the governor knows it
                report();
            }
            return status;
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("the governor's answer is unreadable", e);
        }
    }

    /**
     * Lets the instance report what it has counted, so that the governor looks at the conditions of challengers; in
     * production this happens every few seconds. No challenger is promoted before it was tried for ten seconds.
     */
    public void report() {
        InstanceReport report = new InstanceReport(
                "test-driver",
                APPLICATION,
                start.toEpochMilli(),
                now.toEpochMilli(),
                false,
                List.copyOf(models().values()));
        byte[] key = ReportRecords.key(report.instanceId()).getBytes(StandardCharsets.UTF_8);
        input(governor, topics.modelStatus()).pipeInput(key, reports.encode(0, ReportRecords.report(report)), now);
        output(governor, topics.modelStatus());
        passOn();
    }

    /** How the instance stands with every model, by model id. */
    public Map<String, InstanceReport.Model> models() {
        return Objects.requireNonNull(
                        (ModelsStore) inference.getAllStateStores().get(Names.MODELS_STORE))
                .health();
    }

    /** Sends a reading with its sensor id as key, now. */
    public void send(SensorReading reading) {
        byte[] value = new RecordEncoder<SensorReading>(readingSchema).encode(reading);
        send(new TestRecord<>(reading.getSensorId().getBytes(StandardCharsets.UTF_8), value, now));
    }

    /** Sends a record as it is. */
    public void send(TestRecord<byte[], byte[]> record) {
        input(inference, topics.readings()).pipeInput(record);
    }

    /** Moves the wall clock, and with it the linger timer. */
    public void advance(Duration duration) {
        governor.advanceWallClockTime(duration);
        inference.advanceWallClockTime(duration);
        now = now.plus(duration);
    }

    /** The predictions since the last call. */
    public List<Prediction> predictions() {
        return read(topics.predictions(), predictions);
    }

    /** What challengers in shadow said since the last call. */
    public List<Prediction> shadowPredictions() {
        return read(topics.shadowPredictions(), predictions);
    }

    /** The alerts since the last call; none where no class raises one. */
    public List<Alert> alerts() {
        return alertsOn ? read(topics.alerts(), alerts) : List.of();
    }

    /** What the dead letters since the last call say. */
    public List<DeadLetterHeaders> deadLetters() {
        return output(inference, topics.deadLetters()).stream()
                .map(record -> DeadLetterHeaders.of(record.headers()))
                .toList();
    }

    @Override
    public void close() {
        governor.close();
        inference.close();
        folder.close();
    }

    private static String requestId() {
        return UUID.randomUUID().toString();
    }

    private void passOn() {
        for (TestRecord<byte[], byte[]> model : output(governor, topics.models())) {
            input(inference, topics.models()).pipeInput(model);
        }
    }

    private <T extends SpecificRecord> List<T> read(String topic, RecordReader<T> reader) {
        List<T> values = new ArrayList<>();
        for (TestRecord<byte[], byte[]> record : output(inference, topic)) {
            try {
                values.add(reader.read(record.value()));
            } catch (UnreadableRecordException e) {
                throw new IllegalStateException("a record on " + topic + " is unreadable", e);
            }
        }
        return values;
    }

    private static TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver, String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static List<TestRecord<byte[], byte[]>> output(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    @SuppressWarnings("deprecation") // as in production
    private TopologyTestDriver driver(String id, Topology topology, Instant start) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.path().toString());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, id);
        // as in production; without it, Kafka Streams warns at each start
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        return new TopologyTestDriver(topology, properties, start);
    }
}
