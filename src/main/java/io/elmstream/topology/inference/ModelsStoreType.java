package io.elmstream.topology.inference;

import io.elmstream.topology.Names;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.internals.StateStoreProvider;

/**
 * Makes the models store available to interactive queries. Kafka's public interface refers to an internal type, so this
 * class does too.
 */
public final class ModelsStoreType implements QueryableStoreType<ModelsStore> {

    /** Returns the parameters of {@code KafkaStreams.store} for the models store of the inference topology. */
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
