package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.readings.sparkplug.NodeStates;
import io.elmstream.topology.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The store of what is remembered of edge nodes and their devices, by {@code GROUP/NODE} or {@code GROUP/NODE/DEVICE}.
 * What they take together is bounded.
 */
final class StoredNodes implements NodeStates {

    /** What the states of a task take at most, in bytes: some ten thousand devices with a hundred metrics each. */
    private static final long MOST_TOTAL_BYTES = 64L << 20;

    /** What a state takes beside its bytes and its key: entries of two maps, and their objects. */
    static final int ENTRY_BYTES = 400;

    private final KeyValueStore<Bytes, byte[]> store;
    private final CompletionMetrics metrics;
    private final long mostBytes;
    /** The bytes of each state; those used least recently come first. */
    private final Map<String, Integer> sizes = new LinkedHashMap<>(16, 0.75f, true);

    private long total;

    StoredNodes(KeyValueStore<Bytes, byte[]> store, CompletionMetrics metrics) {
        this(store, metrics, MOST_TOTAL_BYTES);
    }

    StoredNodes(KeyValueStore<Bytes, byte[]> store, CompletionMetrics metrics, long mostBytes) {
        this.store = store;
        this.metrics = metrics;
        this.mostBytes = mostBytes;
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> count(new String(entry.key.get(), UTF_8), entry.value.length));
        }
    }

    /**
     * Returns a builder for the store: in memory, restored from its changelog, logged once per commit. The broker sets
     * the timestamps in the changelog, because it would reject those of messages that are far in the future.
     */
    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(Names.NODE_STATE_STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
    }

    @Override
    public byte @Nullable [] get(String sender) {
        // a node whose data change nothing that is remembered is used, too
        sizes.get(sender);
        return store.get(key(sender));
    }

    @Override
    public void put(String sender, byte[] state) {
        store.put(key(sender), state);
        count(sender, state.length);
        // the latest one, which comes last, always stays
        while (total > mostBytes && sizes.size() > 1) {
            forget(sizes.keySet().iterator().next());
            metrics.evicted(mostBytes);
        }
    }

    @Override
    public void forget(String sender) {
        Integer size = sizes.remove(sender);
        if (size != null) {
            store.delete(key(sender));
            total -= size;
            metrics.states(sizes.size());
        }
    }

    @Override
    public void forgetDevices(String node) {
        List<String> devices = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> found = store.prefixScan(node + "/", new StringSerializer())) {
            found.forEachRemaining(entry -> devices.add(new String(entry.key.get(), UTF_8)));
        }
        devices.forEach(this::forget);
    }

    private void count(String sender, int bytes) {
        int size = ENTRY_BYTES + bytes + 2 * sender.length();
        Integer before = sizes.put(sender, size);
        total += size - (before == null ? 0 : before);
        metrics.states(sizes.size());
    }

    private static Bytes key(String sender) {
        return Bytes.wrap(sender.getBytes(UTF_8));
    }
}
