package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.activity.InstanceActivity;
import io.elmstream.activity.VersionActivity;
import io.elmstream.alert.AlertRule;
import io.elmstream.batch.BatchPolicy;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.readings.Mappings;
import io.elmstream.readings.TopicReaders;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.serving.ArtefactFiles;
import io.elmstream.serving.CacheSettings;
import io.elmstream.serving.ModelIndex;
import io.elmstream.serving.ResidentVersions;
import io.elmstream.serving.VersionLoader;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.DeferredProcessor;
import io.elmstream.topology.Names;
import io.elmstream.topology.Topics;
import io.elmstream.tracing.Traces;
import io.elmstream.wire.DeadLetter;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.Outcome;
import io.elmstream.wire.PredictionEncoder;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.ScoredReading;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import io.opentelemetry.api.trace.Span;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.jspecify.annotations.Nullable;

/**
 * batch-and-predict with its stores, in a task that this class plays: the test driver commits after every record, so it
 * never shows a batch of two. What Kafka Streams itself does is for tests on a real broker.
 */
final class BatchHarness {

    static final String TOPIC = "sensor-readings";

    /** What left. */
    sealed interface Left {
        long offset();
    }

    /** A prediction as it stands in its topic. */
    record Predicted(Prediction value) implements Left {
        @Override
        public long offset() {
            return value.getSourceOffset();
        }
    }

    /** A dead letter, with the offset of the record that Kafka Streams would blame. */
    record Buried(String reason, long offset) implements Left {}

    /** A timer that is armed. */
    record Timer(Duration interval, Punctuator punctuator) {}

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
    private final RecordEncoder<SensorReading> readings =
            new RecordEncoder<>(registry.register(TOPIC, SensorReading.getClassSchema()));
    private final RecordReader<Prediction> predictions = RecordReader.ofPredictions();
    private final MockProcessorContext<byte[], Outcome> mock = new MockProcessorContext<>(quiet());
    private final InstanceActivity activity = new InstanceActivity();
    private final ModelIndex index;
    private final ModelsStore models;
    private final CommitHook hook = CommitHook.builder(Names.MICRO_BATCH_STORE).build();
    private final Processor<byte[], Object, byte[], Outcome> processor;
    private final Processor<byte[], byte[], byte[], Outcome> commands;
    private final List<String> detected = new ArrayList<>();
    private final List<Timer> timers = new ArrayList<>();
    private final List<Left> left = new ArrayList<>();
    private final List<String> traces = new ArrayList<>();
    private final BundleDeserializer bundles = new BundleDeserializer();
    private @Nullable ProcessorRecordContext origin;
    private int timersEver;
    private int forwardsUntilTimeout = Integer.MAX_VALUE;
    private int alertsUntilTimeout = Integer.MAX_VALUE;
    private long now = 1_000;

    BatchHarness(BatchPolicy policy) {
        this(policy, new PlainForwardPass());
    }

    BatchHarness(BatchPolicy policy, ForwardPass forwardPass) {
        this(policy, forwardPass, Runnable::run, InferenceSettings.DEFAULT_CACHE_BYTES);
    }

    /** @param late loads versions that serve no more */
    BatchHarness(BatchPolicy policy, ForwardPass forwardPass, Executor late, long cacheBytes) {
        this(policy, forwardPass, late, cacheBytes, CacheSettings.OFF);
    }

    /** @param cache of predictions */
    BatchHarness(BatchPolicy policy, ForwardPass forwardPass, Executor late, long cacheBytes, CacheSettings cache) {
        this(policy, forwardPass, late, cacheBytes, cache, Optional.empty());
    }

    /** @param traces follow the micro-batches */
    BatchHarness(BatchPolicy policy, ForwardPass forwardPass, Traces traces) {
        this(
                policy,
                forwardPass,
                Runnable::run,
                InferenceSettings.DEFAULT_CACHE_BYTES,
                CacheSettings.OFF,
                Optional.of(traces));
    }

    private BatchHarness(
            BatchPolicy policy,
            ForwardPass forwardPass,
            Executor late,
            long cacheBytes,
            CacheSettings cache,
            Optional<Traces> traces) {
        Path folder = TestFolders.fresh();
        index = new ModelIndex(
                new VersionLoader(new PlainForwardPass()),
                Runnable::run,
                late,
                () -> now,
                new ArtefactFiles(folder),
                cacheBytes);
        models = new ModelsStore(Names.MODELS_STORE, place -> index);
        models.open(folder);
        Intake intake =
                new Intake(new TopicReaders(Mappings.elmstream(TOPIC), registry), Optional.of(new ModelId("shuttle")));
        InferenceSettings settings = new InferenceSettings(
                        Topics.standard(),
                        policy,
                        Optional.of(new ModelId("shuttle")),
                        new AlertSettings(Set.of("any"), new AlertRule(1, 1, 0)),
                        1_000_000)
                .withCache(cache);
        processor = new DeferredProcessor<>(context -> new UnpackBundles<>(
                new BatchAndPredict(
                        context,
                        settings,
                        forwardPass,
                        System::nanoTime,
                        intake,
                        new PredictionEncoder(1),
                        new RefusedReadings(),
                        Optional.of(activity),
                        traces),
                hook));
        processor.init(context());
        commands = new DeferredProcessor<>(context -> new ClearAlerts(
                context, settings, new RecordEncoder<>(2), new RefusedReadings(), Optional.of(activity)));
        commands.init(context());
    }

    InstanceActivity activity() {
        return activity;
    }

    List<VersionActivity> versions() {
        return index.activity();
    }

    void publish(String model, int version, byte[] artefact) {
        index.putArtefact(new VersionKey(new ModelId(model), version), artefact);
    }

    void activate(String model, Step... steps) {
        index.putTimeline(new Timeline(new ModelId(model), List.of(steps)));
    }

    /** A reading of pump-1 comes, or comes again. */
    void send(long offset, @Nullable String model, Float... features) {
        sendRaw(offset, reading(model, features));
    }

    /** Returns the value of a reading of pump-1. */
    byte[] reading(@Nullable String model, Float... features) {
        return readings.encode(new SensorReading("pump-1", model, null, null, List.of(features)));
    }

    /** A reading of pump-1 comes with an event time of its own. */
    void sendAt(long offset, long eventTime, Float... features) {
        sendRaw(
                offset,
                readings.encode(
                        new SensorReading("pump-1", null, Instant.ofEpochMilli(eventTime), null, List.of(features))));
    }

    /** One of the metrics of the task. */
    double metric(String name) {
        return mock.metrics().metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .findFirst()
                .orElseThrow();
    }

    /** How many versions were loaded because a reading asked for them. */
    long loads() {
        return index.resident().loads();
    }

    /** Predictions that a step decides which came too late. */
    long underOlderRevision() {
        return index.health().get(new ModelId("shuttle")).underOlderRevision();
    }

    /** Time passes for the models: what serves no more is freed. */
    void free(Duration time) {
        now += time.toMillis();
        index.tick();
        now += ResidentVersions.IDLE.toMillis() + 1;
        index.tick();
    }

    /** A record comes. */
    void sendRaw(long offset, byte @Nullable [] value) {
        sendRaw(offset, value, new RecordHeaders());
    }

    /** A reading of pump-1 comes with headers. */
    void sendWith(Headers headers, long offset, Float... features) {
        sendRaw(offset, readings.encode(new SensorReading("pump-1", null, null, null, List.of(features))), headers);
    }

    /** Records come together, as the consumer joins them; it is offered again by {@link #offer}. */
    ConsumerRecord<byte[], byte[]> bundle(long firstOffset, List<byte[]> values) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (byte[] value : values) {
            records.add(new ConsumerRecord<>(
                    TOPIC,
                    0,
                    firstOffset + records.size(),
                    now,
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    "pump-1".getBytes(UTF_8),
                    value,
                    new RecordHeaders(),
                    Optional.empty()));
        }
        return ReadingBundle.of(records, values.size()).get(0);
    }

    /** A record that the consumer returned comes, or comes again. */
    void offer(ConsumerRecord<byte[], byte[]> record) {
        origin = new ProcessorRecordContext(now, record.offset(), 0, TOPIC, record.headers());
        Object value = bundles.deserialize(TOPIC, record.headers(), record.value());
        try {
            processor.process(new Record<>(record.key(), value, now, record.headers()));
        } finally {
            origin = null;
        }
    }

    private void sendRaw(long offset, byte @Nullable [] value, Headers headers) {
        origin = new ProcessorRecordContext(now, offset, 0, TOPIC, headers);
        try {
            processor.process(new Record<>("pump-1".getBytes(UTF_8), value, now, headers));
        } finally {
            origin = null;
        }
    }

    /** A record of the topic of commands about alerts comes to the task. */
    void command(long offset, byte[] value) {
        origin = new ProcessorRecordContext(now, offset, 0, Topics.standard().alertControl(), new RecordHeaders());
        try {
            commands.process(new Record<>("pump-1".getBytes(UTF_8), value, now));
        } finally {
            origin = null;
        }
    }

    /** The topics and offsets of what alert detection was told, in order. */
    List<String> detected() {
        return detected;
    }

    /** Kafka Streams commits. */
    void commit() {
        hook.flushCache();
    }

    /** Time passes, and the timers that are armed go off. */
    void linger(Duration time) {
        now += time.toMillis();
        List.copyOf(timers).forEach(timer -> timer.punctuator().punctuate(now));
    }

    /** The task is closed without a commit, and the same objects are brought to life again. */
    void revive() {
        processor.close();
        hook.close();
        processor.init(context());
    }

    /** The producer's buffer stays full: the n-th forward from now on, counted from 1, throws, once. */
    void timeOutAtForward(int n) {
        forwardsUntilTimeout = n;
    }

    /** The same, but on the way to the alerts. */
    void timeOutAtAlert(int n) {
        alertsUntilTimeout = n;
    }

    List<Timer> timers() {
        return timers;
    }

    int timersEver() {
        return timersEver;
    }

    /** What left since the last call. */
    List<Left> left() {
        List<Left> since = List.copyOf(left);
        left.clear();
        return since;
    }

    /** The traces in which predictions, dead letters and what alerts are told left, from the beginning. */
    List<String> traces() {
        return traces;
    }

    /** The predictions that left since the last call. */
    List<Prediction> predictions() {
        return left().stream().map(each -> ((Predicted) each).value()).toList();
    }

    private static Properties quiet() {
        Properties properties = new Properties();
        // without it, Kafka Streams warns at each start
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        return properties;
    }

    @SuppressWarnings("unchecked")
    private InternalProcessorContext<byte[], Outcome> context() {
        return (InternalProcessorContext<byte[], Outcome>) Proxy.newProxyInstance(
                BatchHarness.class.getClassLoader(), new Class<?>[] {InternalProcessorContext.class}, this::answer);
    }

    private @Nullable Object answer(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "applicationId" -> "elmstream";
            case "taskId" -> mock.taskId();
            case "metrics" -> mock.metrics();
            case "currentSystemTimeMs" -> now;
            case "currentNode", "setCurrentNode", "commit" -> null;
            case "getStateStore" -> arguments[0].equals(Names.MODELS_STORE) ? models : hook;
            case "recordContext" -> origin;
            case "recordMetadata" -> Optional.ofNullable(origin);
            case "setRecordContext" -> origin = (ProcessorRecordContext) arguments[0];
            case "schedule" -> arm(new Timer((Duration) arguments[0], (Punctuator) arguments[2]));
            case "forward" -> forward((Record<?, ?>) arguments[0], (String) arguments[1]);
            default -> throw new UnsupportedOperationException(method.toString());
        };
    }

    private Cancellable arm(Timer timer) {
        timersEver++;
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    private @Nullable Object forward(Record<?, ?> record, String child) {
        traces.add(Span.current().getSpanContext().getTraceId());
        if (child.equals(Names.DETECT_ALERTS)) {
            if (--alertsUntilTimeout == 0) {
                throw new TimeoutException("the producer's buffer is full");
            }
            detected.add(origin.topic() + "@" + origin.offset());
            return null;
        }
        if (--forwardsUntilTimeout == 0) {
            throw new TimeoutException("the producer's buffer is full");
        }
        if (record.value() instanceof DeadLetter) {
            left.add(new Buried(DeadLetterHeaders.of(record.headers()).reason(), origin.offset()));
        } else {
            Prediction prediction = decode(((ScoredReading) record.value()).encoded());
            if (prediction.getSourceOffset() != origin.offset()) {
                throw new AssertionError("Kafka Streams would blame " + origin + " for " + prediction);
            }
            left.add(new Predicted(prediction));
        }
        return null;
    }

    private Prediction decode(byte[] value) {
        try {
            return predictions.read(value);
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }
}
