package io.elmstream.topology.learning;

import io.elmstream.governor.SigningKey;
import io.elmstream.serving.ModelIndex;
import io.elmstream.topology.DeferredProcessor;
import io.elmstream.topology.Names;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.avro.ModelCommand;
import io.elmstream.wire.avro.ModelLearner;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Wires readings and labels to versions of models that the learner proposes. Labelled rows are sorted by model, so that
 * one task learns all rows of a model. It always runs with exactly-once semantics: a row that was learnt twice would
 * count twice for ever.
 */
public final class LearningTopology {

    /** The number of partitions of the internal topic, and so of tasks that learn. */
    static final int PARTITIONS = 4;

    private final Setup setup;
    private final SchemaRegistry registry;
    private final Executor executor;

    /**
     * What the learner works with.
     *
     * @param applicationId the id of the inference application whose readings it learns from
     * @param product the version of the product, for the provenance of versions
     * @param inference its topics and mappings
     * @param settings how models learn
     * @param models the models that this instance serves; empty before they are known
     * @param key that commands are signed with; empty if they are not signed
     */
    public record Setup(
            String applicationId,
            String product,
            InferenceSettings inference,
            LearningSettings settings,
            Supplier<Optional<ModelIndex>> models,
            Optional<SigningKey> key) {}

    /**
     * Creates the topology.
     *
     * @param registry where the schemas of outputs are registered, and those of readings are found
     * @param executor solves for output weights, off the stream threads
     */
    public LearningTopology(Setup setup, SchemaRegistry registry, Executor executor) {
        this.setup = setup;
        this.registry = registry;
        this.executor = executor;
    }

    /**
     * Builds the topology, and registers the schemas of its outputs.
     *
     * @throws io.elmstream.wire.RegistryUnreachableException if the registry does not answer
     */
    public Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        return learn(builder, LabelledRows.of(builder, setup.inference(), setup.settings(), setup.models(), registry));
    }

    /** Learns the rows of a stream, whose keys are model ids. */
    private Topology learn(StreamsBuilder builder, KStream<byte[], byte[]> rows) {
        Serde<byte[]> bytes = Serdes.ByteArray();
        rows.repartition(Repartitioned.<byte[], byte[]>as(Names.LABELLED_ROWS)
                        .withKeySerde(bytes)
                        .withValueSerde(bytes)
                        .withNumberOfPartitions(PARTITIONS))
                .process(learnModels(), Named.as(Names.LEARN_MODELS));
        Topology topology = builder.build();
        sink(topology, Names.LEARNER_CONTROL_SINK, setup.inference().topics().modelControl());
        sink(topology, Names.LEARNER_STATUS_SINK, setup.inference().topics().modelStatus());
        return topology;
    }

    private static void sink(Topology topology, String name, String topic) {
        topology.addSink(name, topic, new ByteArraySerializer(), new ByteArraySerializer(), Names.LEARN_MODELS);
    }

    private ProcessorSupplier<byte[], byte[], byte[], byte[]> learnModels() {
        String status = setup.inference().topics().modelStatus();
        RecordEncoder<ModelLearner> statuses =
                new RecordEncoder<>(registry.register(status + "-learner", ModelLearner.getClassSchema()));
        RecordEncoder<ModelCommand> commands = new RecordEncoder<>(registry.register(
                setup.inference().topics().modelControl(),
                ControlCodec.commands().schema()));
        CommandSender sender = new CommandSender(commands, setup.key());
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], byte[]> get() {
                return new DeferredProcessor<>(context -> new LearnModels(context, setup, sender, statuses, executor));
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(KafkaLearnerStore.builder());
            }
        };
    }
}
