package io.elmstream.topology.learning;

import io.elmstream.labels.WindowEntries;
import io.elmstream.topology.Names;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** The store of readings and labels that wait for each other. It holds exactly these, and so does its changelog. */
final class LabelWindowStore implements WindowEntries {

    private final KeyValueStore<Bytes, byte[]> store;

    LabelWindowStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /**
     * Returns a builder for the store: in memory, restored from its changelog, logged once per commit. The broker sets
     * the timestamps in the changelog, because it would reject those of readings that are far in the future.
     */
    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(Names.LABEL_WINDOW_STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return store.get(Bytes.wrap(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        store.put(Bytes.wrap(key), value);
    }

    @Override
    public void delete(byte[] key) {
        store.delete(Bytes.wrap(key));
    }

    @Override
    public void forEach(BiConsumer<byte[], byte[]> each) {
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> each.accept(entry.key.get(), entry.value));
        }
    }
}
