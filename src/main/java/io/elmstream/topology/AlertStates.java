package io.elmstream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.alert.AlertState;
import io.elmstream.alert.StateCounts;
import io.elmstream.wire.AlertStateCodec;
import io.elmstream.wire.UnreadableRecordException;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The store of the states of alerts, by model and sensor. Only sensors with something to remember are in it, and for the others
 * there is an answer that neither looks nor allocates.
 */
final class AlertStates {

    /** Between model id and sensor id in a key; no model id holds it. */
    private static final byte SEPARATOR = 0;

    private final KeyValueStore<Bytes, byte[]> store;
    private final StateCounts counts = new StateCounts();

    AlertStates(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> counts.added(sensorHash(entry.key.get())));
        }
    }

    /** In memory; its changelog brings it back. Cached, so that a state which changes often is logged once a commit. */
    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(Names.ALERT_STATE_STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingEnabled();
    }

    /** Whether any model may have a state for the sensor; false is certain. */
    boolean mayHold(byte[] sensor) {
        return counts.mayHold(Arrays.hashCode(sensor));
    }

    /** The empty state where none is stored. */
    AlertState get(String modelId, byte[] sensor) {
        byte[] stored = store.get(key(modelId, sensor));
        try {
            return stored == null ? AlertState.EMPTY : AlertStateCodec.decode(stored);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("the store " + Names.ALERT_STATE_STORE
                    + " holds what this release cannot read; was it written by a newer one?", e);
        }
    }

    /** Writes what has changed; an empty state is deleted. */
    void replace(String modelId, byte[] sensor, AlertState before, AlertState after) {
        if (after.equals(before)) {
            return;
        }
        Bytes key = key(modelId, sensor);
        if (after.isEmpty()) {
            store.delete(key);
            counts.removed(Arrays.hashCode(sensor));
            return;
        }
        store.put(key, AlertStateCodec.encode(after));
        if (before.isEmpty()) {
            counts.added(Arrays.hashCode(sensor));
        }
    }

    private static Bytes key(String modelId, byte[] sensor) {
        byte[] model = modelId.getBytes(UTF_8);
        byte[] key = Arrays.copyOf(model, model.length + 1 + sensor.length);
        key[model.length] = SEPARATOR;
        System.arraycopy(sensor, 0, key, model.length + 1, sensor.length);
        return Bytes.wrap(key);
    }

    private static int sensorHash(byte[] key) {
        int separator = 0;
        while (key[separator] != SEPARATOR) {
            separator++;
        }
        return Arrays.hashCode(Arrays.copyOfRange(key, separator + 1, key.length));
    }
}
