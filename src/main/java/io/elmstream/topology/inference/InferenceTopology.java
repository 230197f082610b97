package io.elmstream.topology.inference;

import io.elmstream.activity.InstanceActivity;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.readings.Format;
import io.elmstream.readings.TopicReaders;
import io.elmstream.serving.ArtefactFiles;
import io.elmstream.serving.ModelIndex;
import io.elmstream.serving.VersionLoader;
import io.elmstream.topology.DeferredProcessor;
import io.elmstream.topology.Names;
import io.elmstream.topology.ReadingTimestamp;
import io.elmstream.topology.Topics;
import io.elmstream.topology.UnloggedStore;
import io.elmstream.tracing.Traces;
import io.elmstream.wire.Outcome;
import io.elmstream.wire.ReadingSchemas;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.ScoredReading;
import io.elmstream.wire.ValueEncoder;
import io.elmstream.wire.avro.Alert;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Wires readings to predictions, dead letters and alerts, using the models that the governor accepted. */
public final class InferenceTopology {

    private final InferenceSettings settings;
    private final SchemaRegistry registry;
    private final Executor preparing;
    private final Executor late;
    private final LongSupplier clock;
    private final LongSupplier nanoTime;
    private final RefusedReadings refused;
    private final Optional<InstanceActivity> activity;
    private final Optional<Traces> traces;
    private final ForwardPass forwardPass = ForwardPass.fastest();
    /** Shared by two processors: one reads what the other has stored. */
    private final StoreBuilder<?> sensorStates;

    /**
     * A topology with one executor, and without a handler for refused readings.
     *
     * @param registry the source of schemas
     * @param clock in epoch milliseconds
     * @param loading loads model versions; {@code Runnable::run} does so in the calling thread
     */
    public InferenceTopology(
            InferenceSettings settings, SchemaRegistry registry, Executor loading, LongSupplier clock) {
        this(
                settings,
                registry,
                loading,
                loading,
                clock,
                () -> TimeUnit.MILLISECONDS.toNanos(clock.getAsLong()),
                new RefusedReadings());
    }

    /**
     * A topology with separate executors.
     *
     * @param registry the source of schemas
     * @param preparing loads the versions that are to serve, off the data path
     * @param late loads versions that no longer serve, for late readings; must differ from {@code preparing}, which
     *     must not wait for it
     * @param clock in epoch milliseconds
     * @param nanoTime measures how long scoring takes, and what the cache of predictions costs and saves
     * @param refused the readings whose outcome a broker rejected; filled by a {@link RefusalHandler}
     */
    public InferenceTopology(
            InferenceSettings settings,
            SchemaRegistry registry,
            Executor preparing,
            Executor late,
            LongSupplier clock,
            LongSupplier nanoTime,
            RefusedReadings refused) {
        this(settings, registry, preparing, late, clock, nanoTime, refused, Optional.empty(), Optional.empty());
    }

    /**
     * A topology that is observed.
     *
     * @param registry the source of schemas
     * @param preparing loads the versions that are to serve, off the data path
     * @param late loads versions that no longer serve, for late readings; must differ from {@code preparing}, which
     *     must not wait for it
     * @param clock in epoch milliseconds
     * @param nanoTime measures how long scoring takes, and what the cache of predictions costs and saves
     * @param refused the readings whose outcome a broker rejected; filled by a {@link RefusalHandler}
     * @param activity counts latency, alerts and dead letters; empty if nobody reads that
     * @param traces follow the micro-batches; empty if nobody traces
     */
    public InferenceTopology(
            InferenceSettings settings,
            SchemaRegistry registry,
            Executor preparing,
            Executor late,
            LongSupplier clock,
            LongSupplier nanoTime,
            RefusedReadings refused,
            Optional<InstanceActivity> activity,
            Optional<Traces> traces) {
        this.activity = activity;
        this.traces = traces;
        this.settings = settings;
        this.sensorStates = SensorStates.builder(settings.alerts());
        this.registry = registry;
        this.preparing = preparing;
        this.late = late;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.refused = refused;
    }

    /**
     * Builds the topology, and registers the schemas of its outputs if they have any.
     *
     * @throws io.elmstream.wire.RegistryUnreachableException if the registry does not answer
     */
    public Topology build() {
        Topics topics = settings.topics();
        Topology topology = new Topology();
        topology.addGlobalStore(
                new UnloggedStore<>(Names.MODELS_STORE, this::newModelsStore),
                Names.MODELS_SOURCE,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topics.models(),
                Names.INDEX_MODELS,
                () -> new DeferredProcessor<>(IndexModels::new));
        addReadings(topology);
        boolean completes = settings.mappings().needCompletion();
        if (completes) {
            topology.addProcessor(
                    Names.COMPLETE_READINGS, Completions.supplier(settings.mappings()), Names.READINGS_SOURCE);
        }
        topology.addProcessor(
                Names.BATCH_AND_PREDICT,
                batchAndPredict(),
                completes ? Names.COMPLETE_READINGS : Names.READINGS_SOURCE);
        topology.addSink(
                Names.PREDICTIONS_SINK,
                topics.predictions(),
                new ByteArraySerializer(),
                new PredictionSerializer(),
                Names.BATCH_AND_PREDICT);
        topology.addSink(
                Names.SHADOW_PREDICTIONS_SINK,
                topics.shadowPredictions(),
                new ByteArraySerializer(),
                new PredictionSerializer(),
                Names.BATCH_AND_PREDICT);
        if (settings.alerts().clearing()) {
            addCommands(topology);
        }
        topology.addSink(
                Names.DEAD_LETTERS_SINK,
                topics.deadLetters(),
                new ByteArraySerializer(),
                new DeadLetterSerializer(),
                predictingOrClearing());
        if (settings.alerts().isOn()) {
            addAlerts(topology);
        }
        return topology;
    }

    private void addReadings(Topology topology) {
        AutoOffsetReset first = AutoOffsetReset.earliest();
        ReadingTimestamp timestamp = new ReadingTimestamp();
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        BundleDeserializer values = new BundleDeserializer();
        Optional<Pattern> pattern = settings.mappings().pattern();
        if (pattern.isPresent()) {
            topology.addSource(first, Names.READINGS_SOURCE, timestamp, bytes, values, pattern.get());
        } else {
            String[] inputs = settings.mappings().named().toArray(String[]::new);
            topology.addSource(first, Names.READINGS_SOURCE, timestamp, bytes, values, inputs);
        }
    }

    /** The source of commands is last, and part of the same tasks as the readings: a command needs their states. */
    private void addCommands(Topology topology) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                Names.ALERT_CONTROL_SOURCE,
                new ReadingTimestamp(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                settings.topics().alertControl());
        ValueEncoder<Alert> encoder =
                settings.outputs().format().alerts(registry, settings.topics().alerts());
        ProcessorSupplier<byte[], byte[], byte[], Outcome> clearAlerts = () ->
                new DeferredProcessor<>(context -> new ClearAlerts(context, settings, encoder, refused, activity));
        topology.addProcessor(Names.CLEAR_ALERTS, clearAlerts, Names.ALERT_CONTROL_SOURCE);
        topology.connectProcessorAndStateStores(Names.CLEAR_ALERTS, Names.MICRO_BATCH_STORE);
    }

    /** Returns the processors whose outcomes may be dead letters, or concern alerts. */
    private String[] predictingOrClearing() {
        return settings.alerts().clearing()
                ? new String[] {Names.BATCH_AND_PREDICT, Names.CLEAR_ALERTS}
                : new String[] {Names.BATCH_AND_PREDICT};
    }

    /**
     * Omitted if no class raises an alert, and so is the changelog, which ties the number of partitions of the readings
     * topic.
     */
    private void addAlerts(Topology topology) {
        topology.addProcessor(Names.DETECT_ALERTS, detectAlerts(), predictingOrClearing());
        topology.addSink(
                Names.ALERTS_SINK,
                settings.topics().alerts(),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                Names.DETECT_ALERTS);
    }

    private ModelsStore newModelsStore() {
        return new ModelsStore(
                Names.MODELS_STORE,
                folder -> new ModelIndex(
                        new VersionLoader(forwardPass, settings.cache().rounding()),
                        preparing,
                        late,
                        clock,
                        new ArtefactFiles(folder),
                        settings.modelsCacheBytes(),
                        settings.alerts().rules()));
    }

    private ProcessorSupplier<byte[], Object, byte[], Outcome> batchAndPredict() {
        settings.mappings().named(Format.ELMSTREAM).forEach(topic -> registry.offer(topic, ReadingSchemas.published()));
        Topics topics = settings.topics();
        Supplier<ValueEncoder<ScoredReading>> encoders = settings.outputs()
                .format()
                .predictions(registry, List.of(topics.predictions(), topics.shadowPredictions()));
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], Object, byte[], Outcome> get() {
                return new DeferredProcessor<>(context -> new UnpackBundles<>(
                        new BatchAndPredict(
                                context,
                                settings,
                                forwardPass,
                                nanoTime,
                                new Intake(new TopicReaders(settings.mappings(), registry), settings.defaultModel()),
                                encoders.get(),
                                refused,
                                activity,
                                traces),
                        context.getStateStore(Names.MICRO_BATCH_STORE)));
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return settings.alerts().rules()
                        ? Set.of(CommitHook.builder(Names.MICRO_BATCH_STORE), sensorStates)
                        : Set.of(CommitHook.builder(Names.MICRO_BATCH_STORE));
            }
        };
    }

    private ProcessorSupplier<byte[], Outcome, byte[], byte[]> detectAlerts() {
        String topic = settings.topics().alerts();
        ValueEncoder<Alert> encoder = settings.outputs().format().alerts(registry, topic);
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], Outcome, byte[], byte[]> get() {
                return new DeferredProcessor<>(context -> new DetectAlerts(
                        context,
                        settings.alerts(),
                        encoder,
                        new OutputHeaders(settings.outputs(), topic),
                        settings.limits().alerts(),
                        activity));
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return settings.alerts().rules()
                        ? Set.of(AlertStates.builder(settings.alerts()), sensorStates)
                        : Set.of(AlertStates.builder(settings.alerts()));
            }
        };
    }
}
