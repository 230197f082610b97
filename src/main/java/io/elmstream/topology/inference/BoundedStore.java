package io.elmstream.topology.inference;

import io.elmstream.readings.TopicReader;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's in-memory store, with bounds on what is restored from its changelog before a processor can use it. A
 * changelog may come from a release without bounds, with sensor ids of any length and any number of states; entries
 * beyond the bounds are skipped, so that they cannot fill the memory at each start.
 */
final class BoundedStore implements KeyValueStore<Bytes, byte[]> {

    /** A model id, the name of a rule, the kind of its trigger, and a sensor id, with separators. */
    static final int MAX_KEY_BYTES =
            2 * Intake.MAX_MODEL_BYTES + "//silent".length() + 1 + TopicReader.MAX_SENSOR_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(BoundedStore.class);

    private final KeyValueStore<Bytes, byte[]> inMemory;
    private final int maxStates;
    private boolean warned;

    private BoundedStore(String name, int maxStates) {
        this.inMemory = Stores.inMemoryKeyValueStore(name).get();
        this.maxStates = maxStates;
    }

    static KeyValueBytesStoreSupplier supplier(String name, int maxStates) {
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new BoundedStore(name, maxStates);
            }

            @Override
            public String metricsScope() {
                return "in-memory";
            }
        };
    }

    @Override
    public void init(StateStoreContext context, @Nullable StateStore root) {
        // without a root, the store opens and leaves restoring to us
        inMemory.init(context, null);
        context.register(root, (key, value) -> restore(context.taskId(), Bytes.wrap(key), value));
    }

    private void restore(TaskId task, Bytes key, byte @Nullable [] value) {
        if (value == null || fits(key)) {
            put(key, value);
        } else if (!warned) {
            warned = true;
            LOG.warn(
                    "task {} skips states of the changelog of {}: sensor ids have more than {} bytes, or there are more"
                            + " than {} states (twice alerts.max.states). Their sensors start anew.",
                    task,
                    name(),
                    TopicReader.MAX_SENSOR_BYTES,
                    mostRestored());
        }
    }

    private boolean fits(Bytes key) {
        return key.get().length <= MAX_KEY_BYTES && (approximateNumEntries() < mostRestored() || get(key) != null);
    }

    /**
     * Returns the bound for restoring. It exceeds the bound on states, because the changelog may hold a new state
     * before the deletion of the state that made room for it.
     */
    private long mostRestored() {
        return 2L * maxStates;
    }

    @Override
    public String name() {
        return inMemory.name();
    }

    @Override
    public boolean persistent() {
        return inMemory.persistent();
    }

    @Override
    public boolean isOpen() {
        return inMemory.isOpen();
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        inMemory.commit(changelogOffsets);
    }

    @Override
    public void close() {
        inMemory.close();
    }

    @Override
    public Position getPosition() {
        return inMemory.getPosition();
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return inMemory.get(key);
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        inMemory.put(key, value);
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        return inMemory.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        inMemory.putAll(entries);
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        return inMemory.delete(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return inMemory.all();
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseAll() {
        return inMemory.reverseAll();
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        return inMemory.range(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(@Nullable Bytes from, @Nullable Bytes to) {
        return inMemory.reverseRange(from, to);
    }

    @Override
    public <S extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(P prefix, S serializer) {
        return inMemory.prefixScan(prefix, serializer);
    }

    @Override
    public long approximateNumEntries() {
        return inMemory.approximateNumEntries();
    }
}
