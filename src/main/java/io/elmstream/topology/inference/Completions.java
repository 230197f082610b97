package io.elmstream.topology.inference;

import io.elmstream.readings.Mappings;
import io.elmstream.topology.DeferredProcessor;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Completes records of mappings that {@linkplain Mappings#needCompletion need it}, with a store of its own. */
public final class Completions {

    private Completions() {}

    /** Returns the processor between the source of readings and what reads them. */
    public static ProcessorSupplier<byte[], byte[], byte[], byte[]> supplier(Mappings mappings) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], byte[]> get() {
                return new DeferredProcessor<>(context -> new CompleteReadings(context, mappings));
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(StoredNodes.builder());
            }
        };
    }
}
