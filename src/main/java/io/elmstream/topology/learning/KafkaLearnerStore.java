package io.elmstream.topology.learning;

import io.elmstream.topology.Names;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The store of Kafka Streams, in memory and with a changelog: a learner holds its sums in memory anyway. */
final class KafkaLearnerStore implements LearnerStore {

    private final KeyValueStore<String, byte[]> store;

    /** @param store as {@link #builder} builds it */
    KafkaLearnerStore(StateStore store) {
        this.store = cast(store);
    }

    /** The broker sets the timestamps in the changelog; it would reject those of readings far in the future. */
    static StoreBuilder<KeyValueStore<String, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(Names.LEARNER_STATE_STORE), Serdes.String(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
    }

    @SuppressWarnings("unchecked")
    private static KeyValueStore<String, byte[]> cast(StateStore store) {
        return (KeyValueStore<String, byte[]>) store;
    }

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(store.get(key));
    }

    @Override
    public void put(String key, byte[] value) {
        store.put(key, value);
    }

    @Override
    public void delete(String key) {
        store.delete(key);
    }

    @Override
    public SortedMap<String, byte[]> under(String prefix) {
        SortedMap<String, byte[]> found = new TreeMap<>();
        try (KeyValueIterator<String, byte[]> all = store.prefixScan(prefix, new StringSerializer())) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> each = all.next();
                found.put(each.key, each.value);
            }
        }
        return found;
    }
}
