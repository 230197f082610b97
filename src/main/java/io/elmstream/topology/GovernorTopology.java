package io.elmstream.topology;

import io.elmstream.governor.Governor;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.ModelStatus;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Wires commands to models and answers. The control topic has one partition, so one task judges all commands in order; it runs
 * exactly once, whatever guarantee the readings have.
 */
public final class GovernorTopology {

    private final Topics topics;
    private final Governor governor;
    private final SchemaRegistry registry;

    /** @param registry where the schemas of what is written are registered; what is read needs none */
    public GovernorTopology(Topics topics, Governor governor, SchemaRegistry registry) {
        this.topics = topics;
        this.governor = governor;
        this.registry = registry;
    }

    /**
     * Builds the topology, and registers the schemas that it writes.
     *
     * @throws io.elmstream.wire.RegistryUnreachableException if the registry does not answer
     */
    public Topology build() {
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                Names.MODEL_CONTROL_SOURCE,
                new ReadingTimestamp(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topics.modelControl());
        topology.addProcessor(Names.GOVERN_MODELS, governModels(), Names.MODEL_CONTROL_SOURCE);
        addSink(topology, Names.MODELS_SINK, topics.models());
        addSink(topology, Names.MODEL_STATUS_SINK, topics.modelStatus());
        return topology;
    }

    private static void addSink(Topology topology, String name, String topic) {
        topology.addSink(name, topic, new ByteArraySerializer(), new ByteArraySerializer(), Names.GOVERN_MODELS);
    }

    private ProcessorSupplier<byte[], byte[], byte[], byte[]> governModels() {
        int modelSchema = registry.register(topics.models(), ModelRecord.getClassSchema());
        int statusSchema = registry.register(topics.modelStatus(), ModelStatus.getClassSchema());
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], byte[]> get() {
                return new GovernModels(governor, new RecordEncoder<>(modelSchema), new RecordEncoder<>(statusSchema));
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(GovernedModels.builder());
            }
        };
    }
}
