package io.elmstream.topology.inference;

import io.elmstream.topology.Names;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.internals.StateStoreProvider;

/**
 * Lets the models store be queried from outside. Kafka's public interface names an internal type, so this class does
 * too.
 */
public final class ModelsStoreType implements QueryableStoreType<ModelsStore> {

    /** What {@code KafkaStreams.store} takes to give the models store of the inference topology. */
    public static StoreQueryParameters<ModelsStore> query() {
        return StoreQueryParameters.fromNameAndType(Names.MODELS_STORE, new ModelsStoreType());
    }

    @Override
    public boolean accepts(StateStore store) {
        return store instanceof ModelsStore;
    }

    @Override
    public ModelsStore create(StateStoreProvider provider, String name) {
        return provider.stores(name, this).get(0);
    }
}
