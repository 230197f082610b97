package io.elmstream.topology.governor;

import io.elmstream.governor.Governor;
import io.elmstream.governor.ReportBounds;
import io.elmstream.governor.Trust;
import io.elmstream.topology.DeferredProcessor;
import io.elmstream.topology.Names;
import io.elmstream.topology.OutputLimit;
import io.elmstream.topology.ReadingTimestamp;
import io.elmstream.topology.Topics;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.avro.ModelComparison;
import io.elmstream.wire.avro.ModelQuality;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.ModelStatus;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Wires commands to models and answers. The control topic has one partition, so one task judges all commands in order.
 * It always runs with exactly-once semantics, whatever the guarantee for readings.
 */
public final class GovernorTopology {

    /** The record limit of the changelog, Kafka's default: that of the broker may be too small for parts of models. */
    public static final String MAX_MESSAGE_BYTES = "1048588";

    private final Topics topics;
    private final Governor governor;
    private final Trust trust;
    private final SchemaRegistry registry;
    private final RebuildModels rebuild;
    private final Consumer<Optional<String>> clocks;
    private final OutputLimit limit;
    private final Optional<QualityPolicy> quality;

    /**
     * Creates the topology.
     *
     * @param trust decides whose commands and reports are accepted
     * @param registry where the schemas of outputs are registered; inputs need none
     * @param rebuild restores what was lost with the changelog
     * @param clocks receives each change of the difference between the clocks of governor and command, in words; empty
     *     if they agree
     * @param limit the limit of the status topic
     * @param quality how versions are watched; empty if they are not
     */
    public GovernorTopology(
            Topics topics,
            Governor governor,
            Trust trust,
            SchemaRegistry registry,
            RebuildModels rebuild,
            Consumer<Optional<String>> clocks,
            OutputLimit limit,
            Optional<QualityPolicy> quality) {
        this.topics = topics;
        this.governor = governor;
        this.trust = trust;
        this.registry = registry;
        this.rebuild = rebuild;
        this.clocks = clocks;
        this.limit = limit;
        this.quality = quality;
    }

    /**
     * A topology that never has to rebuild its state, with a status topic that has Kafka's default limits. It does not
     * watch the quality of versions.
     */
    public GovernorTopology(Topics topics, Governor governor, Trust trust, SchemaRegistry registry) {
        this(
                topics,
                governor,
                trust,
                registry,
                RebuildModels.NEVER,
                difference -> {},
                OutputLimit.ofBytes(ReportBounds.MAX_BYTES),
                Optional.empty());
    }

    /** Returns a copy that watches the quality of versions. */
    public GovernorTopology watching(QualityPolicy policy) {
        return new GovernorTopology(topics, governor, trust, registry, rebuild, clocks, limit, Optional.of(policy));
    }

    /**
     * Builds the topology, and registers the schemas of its outputs.
     *
     * @throws io.elmstream.wire.RegistryUnreachableException if the registry does not answer
     */
    public Topology build() {
        GovernorOutput.Encoders encoders = new GovernorOutput.Encoders(
                new RecordEncoder<>(registry.register(topics.models(), ModelRecord.getClassSchema())),
                new RecordEncoder<>(registry.register(topics.modelStatus(), ModelStatus.getClassSchema())),
                new RecordEncoder<>(
                        registry.register(topics.modelStatus() + "-comparison", ModelComparison.getClassSchema())),
                new RecordEncoder<>(
                        quality.isEmpty()
                                ? 0
                                : registry.register(topics.modelQuality(), ModelQuality.getClassSchema())),
                limit);
        StoreBuilder<?> governed = GovernedModels.builder();
        Topology topology = new Topology();
        source(
                topology,
                AutoOffsetReset.earliest(),
                Names.MODEL_CONTROL_SOURCE,
                new ReadingTimestamp(),
                topics.modelControl());
        topology.addProcessor(
                Names.GOVERN_MODELS,
                governing(
                        governed,
                        context -> new GovernModels(
                                context, governor, trust, encoders, rebuild, clocks, topics.modelControl())),
                Names.MODEL_CONTROL_SOURCE);
        // instances repeat what they counted before this governor started; and because a task processes the earlier
        // record first, reports get the current time: no number of them, whatever timestamps they carry, can delay a
        // command
        source(
                topology,
                AutoOffsetReset.latest(),
                Names.MODEL_STATUS_SOURCE,
                new WallclockTimestampExtractor(),
                topics.modelStatus());
        topology.addProcessor(
                Names.COMPARE_VERSIONS,
                governing(governed, context -> new CompareVersions(context, governor, trust, encoders)),
                Names.MODEL_STATUS_SOURCE);
        quality.ifPresent(policy -> watchQuality(topology, governed, policy, encoders));
        String[] writers = Stream.concat(
                        Stream.of(Names.GOVERN_MODELS, Names.COMPARE_VERSIONS),
                        quality.stream().map(policy -> Names.WATCH_QUALITY))
                .toArray(String[]::new);
        sink(topology, Names.MODELS_SINK, topics.models(), writers);
        sink(topology, Names.MODEL_STATUS_SINK, topics.modelStatus(), Names.GOVERN_MODELS, Names.COMPARE_VERSIONS);
        return topology;
    }

    private void watchQuality(
            Topology topology, StoreBuilder<?> governed, QualityPolicy policy, GovernorOutput.Encoders encoders) {
        source(
                topology,
                AutoOffsetReset.latest(),
                Names.MODEL_QUALITY_SOURCE,
                new WallclockTimestampExtractor(),
                topics.modelQuality());
        topology.addProcessor(
                Names.WATCH_QUALITY,
                governing(governed, context -> new WatchQuality(context, policy, trust, encoders)),
                Names.MODEL_QUALITY_SOURCE);
        sink(topology, Names.MODEL_QUALITY_SINK, topics.modelQuality(), Names.WATCH_QUALITY);
    }

    private static void source(
            Topology topology, AutoOffsetReset reset, String name, TimestampExtractor timestamps, String topic) {
        topology.addSource(reset, name, timestamps, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic);
    }

    private static void sink(Topology topology, String name, String topic, String... writers) {
        topology.addSink(name, topic, new ByteArraySerializer(), new ByteArraySerializer(), writers);
    }

    /**
     * Returns a supplier of a processor with the governor's store, which both processors share, so that both run in one
     * task.
     */
    private static ProcessorSupplier<byte[], byte[], byte[], byte[]> governing(
            StoreBuilder<?> governed,
            Function<ProcessorContext<byte[], byte[]>, Processor<byte[], byte[], byte[], byte[]>> processor) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], byte[]> get() {
                return new DeferredProcessor<>(processor);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(governed);
            }
        };
    }
}
