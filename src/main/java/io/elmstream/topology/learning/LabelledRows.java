package io.elmstream.topology.learning;

import io.elmstream.kernel.ForwardPass;
import io.elmstream.readings.Mappings;
import io.elmstream.readings.TopicReaders;
import io.elmstream.serving.ModelIndex;
import io.elmstream.topology.DeferredProcessor;
import io.elmstream.topology.Names;
import io.elmstream.topology.ReadingTimestamp;
import io.elmstream.topology.inference.Completions;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.wire.LabelDecoder;
import io.elmstream.wire.ReadingSchemas;
import io.elmstream.wire.SchemaRegistry;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Wires readings and labels to labelled rows. */
final class LabelledRows {

    private LabelledRows() {}

    /**
     * Adds the sources of readings and labels and what joins them, and registers the schema of labels if their topic
     * has none.
     *
     * @param inference inputs, default model and rounding
     * @param settings of the window
     * @param models the models that this instance serves; readings that come before they are known are not learnt
     * @param registry the source of writers' schemas
     * @return the rows, with the model id in UTF-8 as key and the form of {@link io.elmstream.wire.LabelledRowCodec}
     * @throws io.elmstream.wire.RegistryUnreachableException if the registry does not answer
     */
    static KStream<byte[], byte[]> of(
            StreamsBuilder builder,
            InferenceSettings inference,
            LearningSettings settings,
            Supplier<Optional<ModelIndex>> models,
            SchemaRegistry registry) {
        Mappings mappings = inference.mappings();
        KStream<byte[], byte[]> readings = mappings.pattern()
                .map(pattern -> builder.stream(pattern, consumed(Names.LEARNER_READINGS_SOURCE)))
                .orElseGet(() -> builder.stream(mappings.named(), consumed(Names.LEARNER_READINGS_SOURCE)));
        if (mappings.needCompletion()) {
            readings = readings.process(Completions.supplier(mappings), Named.as(Names.COMPLETE_READINGS));
        }
        KStream<byte[], byte[]> labels = builder.stream(inference.topics().labels(), consumed(Names.LABELS_SOURCE));
        registry.offer(inference.topics().labels(), ReadingSchemas.ofLabels());
        return readings.merge(labels, Named.as(Names.READINGS_AND_LABELS))
                .process(matchLabels(inference, settings, models, registry), Named.as(Names.MATCH_LABELS));
    }

    private static Consumed<byte[], byte[]> consumed(String name) {
        return Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                .withName(name)
                .withTimestampExtractor(new ReadingTimestamp())
                .withOffsetResetPolicy(AutoOffsetReset.earliest());
    }

    private static ProcessorSupplier<byte[], byte[], byte[], byte[]> matchLabels(
            InferenceSettings inference,
            LearningSettings settings,
            Supplier<Optional<ModelIndex>> models,
            SchemaRegistry registry) {
        MatchLabels.Inputs inputs =
                new MatchLabels.Inputs(inference.mappings(), inference.topics().labels(), settings, models);
        ForwardPass pass = ForwardPass.fastest();
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], byte[]> get() {
                return new DeferredProcessor<>(context -> new MatchLabels(
                        context,
                        inputs,
                        new LearnableReadings(
                                new TopicReaders(inference.mappings(), registry), inference.defaultModel()),
                        new LabelDecoder(registry),
                        new LateLabels(pass, inference.cache().rounding())));
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(LabelWindowStore.builder());
            }
        };
    }
}
