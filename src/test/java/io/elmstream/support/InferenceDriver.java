package io.elmstream.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.batch.BatchPolicy;
import io.elmstream.bench.MemoryFacade;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.readings.Mappings;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.topology.Names;
import io.elmstream.topology.OutputLimits;
import io.elmstream.topology.Topics;
import io.elmstream.topology.inference.AlertSettings;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.topology.inference.InferenceTopology;
import io.elmstream.topology.inference.ModelsStore;
import io.elmstream.topology.inference.RefusedReadings;
import io.elmstream.topology.inference.TestFolders;
import io.elmstream.tracing.Traces;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.SchemaId;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertCommand;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The inference topology under the test driver, spoken to through the stock serde, as a stranger would. */
public final class InferenceDriver implements AutoCloseable {

    /** The model for readings that name none. */
    public static final String DEFAULT_MODEL = "shuttle";

    private static final String APPLICATION = "elmstream";
    private static final Topics TOPICS = Topics.standard();

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
    private final ControlCodec<ModelRecord> models = ControlCodec.models();
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, byte[]> modelTopic;
    private final TestInputTopic<byte[], byte[]> readings;
    private final TestOutputTopic<String, byte[]> predictions;
    private final TestOutputTopic<byte[], byte[]> deadLetters;
    private final TestOutputTopic<byte[], byte[]> alerts;
    private final TestOutputTopic<byte[], byte[]> alertStates;
    private final TestOutputTopic<String, byte[]> shadowPredictions;

    /** With the default model and room for any dead letter. */
    public InferenceDriver() {
        this(Optional.of(DEFAULT_MODEL), 1_000_000);
    }

    /** With the default model, and alerts. */
    public InferenceDriver(AlertSettings alertSettings) {
        this(Optional.of(DEFAULT_MODEL), 1_000_000, new MemorySchemaRegistry(), alertSettings);
    }

    public InferenceDriver(Optional<String> defaultModel, int maxDeadLetterBytes) {
        this(defaultModel, maxDeadLetterBytes, new MemorySchemaRegistry());
    }

    /**
     * @param found where the topology looks for schemas that it does not know; asked after those that this driver wrote
     */
    public InferenceDriver(Optional<String> defaultModel, int maxDeadLetterBytes, SchemaRegistry found) {
        this(defaultModel, maxDeadLetterBytes, found, AlertSettings.none());
    }

    /** With the default model and topics that take no more than that. */
    public InferenceDriver(OutputLimits limits, RefusedReadings refused) {
        this(
                settings(Optional.of(DEFAULT_MODEL), 1_000_000, AlertSettings.none())
                        .withLimits(limits),
                new MemorySchemaRegistry(),
                refused);
    }

    /** With readings in another form, and the default model. */
    public InferenceDriver(Mappings mappings) {
        this(
                settings(Optional.of(DEFAULT_MODEL), 1_000_000, AlertSettings.none())
                        .withMappings(mappings),
                new MemorySchemaRegistry(),
                new RefusedReadings());
    }

    /** With the default model and changed settings. */
    public InferenceDriver(UnaryOperator<InferenceSettings> change) {
        this(
                change.apply(settings(Optional.of(DEFAULT_MODEL), 1_000_000, AlertSettings.none())),
                new MemorySchemaRegistry(),
                new RefusedReadings());
    }

    /** With the default model, alerts and traces. */
    public InferenceDriver(AlertSettings alertSettings, Traces traces) {
        this(
                settings(Optional.of(DEFAULT_MODEL), 1_000_000, alertSettings),
                new MemorySchemaRegistry(),
                new RefusedReadings(),
                Optional.of(traces));
    }

    private InferenceDriver(
            Optional<String> defaultModel, int maxDeadLetterBytes, SchemaRegistry found, AlertSettings alertSettings) {
        this(settings(defaultModel, maxDeadLetterBytes, alertSettings), found, new RefusedReadings());
    }

    private static InferenceSettings settings(
            Optional<String> defaultModel, int maxDeadLetterBytes, AlertSettings alerts) {
        BatchPolicy batch = new BatchPolicy(256, Duration.ofMillis(5));
        return new InferenceSettings(TOPICS, batch, defaultModel.map(ModelId::new), alerts, maxDeadLetterBytes);
    }

    private InferenceDriver(InferenceSettings settings, SchemaRegistry found, RefusedReadings refused) {
        this(settings, found, refused, Optional.empty());
    }

    private InferenceDriver(
            InferenceSettings settings, SchemaRegistry found, RefusedReadings refused, Optional<Traces> traces) {
        var topology = new InferenceTopology(
                        settings,
                        first(registry, found),
                        Runnable::run,
                        Runnable::run,
                        System::currentTimeMillis,
                        System::nanoTime,
                        refused,
                        Optional.empty(),
                        traces)
                .build();
        driver = new TopologyTestDriver(topology, properties());
        modelTopic = driver.createInputTopic(TOPICS.models(), new StringSerializer(), new ByteArraySerializer());
        readings = driver.createInputTopic(TOPICS.readings(), new ByteArraySerializer(), new ByteArraySerializer());
        predictions =
                driver.createOutputTopic(TOPICS.predictions(), new StringDeserializer(), new ByteArrayDeserializer());
        shadowPredictions = driver.createOutputTopic(
                TOPICS.shadowPredictions(), new StringDeserializer(), new ByteArrayDeserializer());
        alerts = driver.createOutputTopic(TOPICS.alerts(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        alertStates = driver.createOutputTopic(
                APPLICATION + "-alert-state-changelog", new ByteArrayDeserializer(), new ByteArrayDeserializer());
        deadLetters = driver.createOutputTopic(
                TOPICS.deadLetters(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The registry that the readings' serializer uses. */
    public MemorySchemaRegistry registry() {
        return registry;
    }

    /** Puts a version on the topic of models, as the governor would, but whatever its bytes are. */
    public void publish(String model, int version, byte[] artefact) {
        ModelId id = new ModelId(model);
        ModelRecord value = ModelRecords.artefact(id, version, ArtefactFormat.digest(artefact), artefact);
        modelTopic.pipeInput(model + "/" + version, models.encode(1, value));
    }

    /** Puts a timeline on the topic of models. */
    public void activate(String model, Step... steps) {
        modelTopic.pipeInput(
                model, models.encode(1, ModelRecords.timeline(new Timeline(new ModelId(model), List.of(steps)))));
    }

    /** Puts any bytes on the topic of models. */
    public void putModelRecord(@Nullable String key, byte @Nullable [] value) {
        modelTopic.pipeInput(key, value);
    }

    /** A version that is in force from the beginning. */
    public void serve(String model, int version, byte[] artefact) {
        publish(model, version, artefact);
        activate(model, Step.champion(version, Step.BEGINNING, version, "test", 0));
    }

    /** The bytes of a reading as the stock serializer writes them. */
    public byte[] encode(SensorReading reading) {
        return MemoryFacade.<SpecificRecord>serializer(registry).serialize(TOPICS.readings(), reading);
    }

    /** Sends a reading of the default model. */
    public void send(String sensor, float left, float right) {
        send(new SensorReading(sensor, null, null, null, List.of(left, right)));
    }

    /** Sends a reading under its sensor's key at second 1. */
    public void send(SensorReading reading) {
        send(reading.getSensorId().getBytes(UTF_8), encode(reading), new RecordHeaders(), 1_000);
    }

    /** Sends any record. */
    public void send(byte @Nullable [] key, byte @Nullable [] value, Headers headers, long timestamp) {
        readings.pipeInput(new TestRecord<>(key, value, headers, Instant.ofEpochMilli(timestamp)));
    }

    /** What came out since the last call, read by the stock deserializer. */
    public List<TestRecord<String, Prediction>> predictions() {
        return predictions(predictions);
    }

    /** What came out since the last call, in the form in which it was written. */
    public List<TestRecord<String, byte[]>> encodedPredictions() {
        return predictions.readRecordsToList();
    }

    /** What challengers in shadow said since the last call, in the form in which it was written. */
    public List<TestRecord<String, byte[]>> encodedShadowPredictions() {
        return shadowPredictions.readRecordsToList();
    }

    /** The alerts since the last call, in the form in which they were written. */
    public List<TestRecord<byte[], byte[]>> encodedAlerts() {
        return alerts.readRecordsToList();
    }

    /** What challengers in shadow said since the last call, read by the stock deserializer. */
    public List<TestRecord<String, Prediction>> shadowPredictions() {
        return predictions(shadowPredictions);
    }

    /** How the instance stands with a model. */
    public InstanceReport.Model model(String id) {
        ModelsStore store = (ModelsStore) driver.getAllStateStores().get(Names.MODELS_STORE);
        return store.health().get(new ModelId(id));
    }

    private List<TestRecord<String, Prediction>> predictions(TestOutputTopic<String, byte[]> topic) {
        try (var deserializer = MemoryFacade.<Prediction>deserializer(registry)) {
            return topic.readRecordsToList().stream()
                    .map(record -> new TestRecord<>(
                            record.key(),
                            deserializer.deserialize(TOPICS.predictions(), record.value()),
                            record.headers(),
                            record.getRecordTime()))
                    .toList();
        }
    }

    /** What came out since the last call, read by the stock deserializer. */
    public List<Alert> alerts() {
        try (var deserializer = MemoryFacade.<Alert>deserializer(registry)) {
            return alerts.readValuesToList().stream()
                    .map(value -> deserializer.deserialize(TOPICS.alerts(), value))
                    .toList();
        }
    }

    /** How many changes of the states of alerts were logged since the last call. */
    public int loggedAlertStates() {
        return alertStates.readRecordsToList().size();
    }

    /** What came out since the last call. */
    public List<TestRecord<byte[], byte[]>> deadLetters() {
        return deadLetters.readRecordsToList();
    }

    /** Sends a command to clear an alert. */
    public void clear(AlertCommand command, long timestamp) {
        clear(command.getSensorId(), encoded(command), timestamp);
    }

    /** Puts any bytes on the topic of commands about alerts. */
    public void clear(@Nullable String key, byte @Nullable [] value, long timestamp) {
        driver.createInputTopic(TOPICS.alertControl(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, value, timestamp);
    }

    /** The bytes of a command about an alert. */
    public static byte[] encoded(AlertCommand command) {
        return ControlCodec.alertCommands().encode(1, command);
    }

    /** The text of a header. */
    public static String header(TestRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    @Override
    public void close() {
        driver.close();
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        // Kafka's own choice is one folder for all that run on a machine
        properties.put(StreamsConfig.STATE_DIR_CONFIG, TestFolders.fresh().toString());
        // without it, Kafka Streams warns at each start
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        return properties;
    }

    private static SchemaRegistry first(MemorySchemaRegistry first, SchemaRegistry then) {
        return new SchemaRegistry() {
            @Override
            public Lookup find(SchemaId id) {
                Lookup lookup = first.find(id);
                return lookup instanceof Unknown ? then.find(id) : lookup;
            }

            @Override
            public void offer(String topic, List<Schema> schemas) {
                first.offer(topic, schemas);
            }

            @Override
            public int register(String topic, Schema schema) {
                return first.register(topic, schema);
            }
        };
    }
}
