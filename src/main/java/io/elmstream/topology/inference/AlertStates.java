package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.alert.AlertState;
import io.elmstream.alert.StateAges;
import io.elmstream.alert.StateCounts;
import io.elmstream.model.ModelId;
import io.elmstream.topology.Names;
import io.elmstream.wire.AlertStateCodec;
import io.elmstream.wire.SeenAlertState;
import io.elmstream.wire.UnreadableRecordException;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The store of the states of alerts, by model and sensor. Only sensors with something to remember are in it, and for
 * the others there is an answer that neither looks nor allocates.
 *
 * <p>States expire, and are bounded in number; what is forgotten is deleted from the changelog too. Time is the latest
 * event time that the task has seen, in steps. It is stored when a step is over: what is forgotten depends on readings
 * and store only, and is the same when they are processed again.
 */
public final class AlertStates {

    /** Between model id and sensor id in a key; no model id holds it. */
    private static final byte SEPARATOR = 0;
    /** The key of the time, which is stored as the empty state of no model and no sensor. */
    private static final Bytes TIME = Bytes.wrap(new byte[] {SEPARATOR});
    /** No prediction waits while more states are forgotten. */
    private static final int FORGET_AT_ONCE = 16;

    private final KeyValueStore<Bytes, byte[]> store;
    private final AlertSettings settings;
    private final AlertMetrics metrics;
    private final StateCounts counts = new StateCounts();
    private final StateAges<Bytes> ages = new StateAges<>();
    private long now;

    AlertStates(KeyValueStore<Bytes, byte[]> store, AlertSettings settings, AlertMetrics metrics) {
        this.store = store;
        this.settings = settings;
        this.metrics = metrics;
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> load(entry.key, decode(entry.value)));
        }
        metrics.states(ages.size());
    }

    /** The state that the store holds of a sensor, {@linkplain AlertState#EMPTY empty} where it holds none. */
    public static AlertState stored(ReadOnlyKeyValueStore<Bytes, byte[]> store, ModelId modelId, String sensorId) {
        byte[] stored = store.get(key(modelId, sensorId.getBytes(UTF_8)));
        return stored == null ? AlertState.EMPTY : decode(stored).state();
    }

    private void load(Bytes key, SeenAlertState seen) {
        if (key.equals(TIME)) {
            now = seen.lastSeen();
        } else {
            counts.added(sensorHash(key.get()));
            ages.put(key, seen.state().isRaised(), seen.lastSeen());
        }
    }

    /** In memory; its changelog brings it back. Cached, so that a state which changes often is logged once a commit. */
    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(AlertSettings settings) {
        return Stores.keyValueStoreBuilder(
                        AlertStateStore.supplier(Names.ALERT_STATE_STORE, settings.maxStates()),
                        Serdes.Bytes(),
                        Serdes.ByteArray())
                .withCachingEnabled();
    }

    /**
     * Forgets states that are too old, and those beyond the bound that a smaller setting has left. Allocates nothing
     * when there are none.
     *
     * @param time of a prediction, in epoch milliseconds
     */
    void advance(long time) {
        if (time - now >= settings.stepMillis()) {
            now = time - time % settings.stepMillis();
            store.put(TIME, AlertStateCodec.encode(new SeenAlertState(AlertState.EMPTY, now)));
        }
        for (int i = 0; i < FORGET_AT_ONCE && ages.oldest() < oldestAlive(); i++) {
            Bytes key = ages.oldestKey();
            if (ages.oldest() == SeenAlertState.UNKNOWN) {
                // stored by a release that did not store when; it begins to age now
                put(key, decode(store.get(key)).state(), now);
            } else {
                expire(key);
            }
        }
        evictBeyond(settings.maxStates());
    }

    /** Whether any model may have a state for the sensor; false is certain. */
    boolean mayHold(byte[] sensor) {
        return counts.mayHold(Arrays.hashCode(sensor));
    }

    /** What is stored and not too old, or that the sensor was never seen. */
    SeenAlertState get(ModelId modelId, byte[] sensor) {
        Bytes key = key(modelId, sensor);
        byte[] stored = store.get(key);
        if (stored == null) {
            return SeenAlertState.NEVER;
        }
        SeenAlertState seen = decode(stored);
        if (seen.lastSeen() != SeenAlertState.UNKNOWN && seen.lastSeen() < oldestAlive()) {
            expire(key);
            return SeenAlertState.NEVER;
        }
        return seen;
    }

    /**
     * Writes what has changed; an empty state is deleted, and a new one takes the place of another where there are too
     * many.
     *
     * @param time of the prediction, in epoch milliseconds
     */
    void replace(ModelId modelId, byte[] sensor, SeenAlertState before, AlertState after, long time) {
        // who sends old readings is not silent
        long seen = Math.max(Math.max(now, time), before.lastSeen());
        if (after.equals(before.state()) && (after.isEmpty() || seen < before.lastSeen() + settings.stepMillis())) {
            return;
        }
        Bytes key = key(modelId, sensor);
        if (after.isEmpty()) {
            forget(key);
            return;
        }
        if (before.state().isEmpty()) {
            evictBeyond(settings.maxStates() - 1);
            counts.added(Arrays.hashCode(sensor));
        }
        put(key, after, seen);
    }

    private void put(Bytes key, AlertState state, long lastSeen) {
        store.put(key, AlertStateCodec.encode(new SeenAlertState(state, lastSeen)));
        ages.put(key, state.isRaised(), lastSeen);
        metrics.states(ages.size());
    }

    private long oldestAlive() {
        return now - settings.timeToLive().toMillis();
    }

    private void expire(Bytes key) {
        forget(key);
        metrics.expired();
    }

    private void evictBeyond(int most) {
        for (int i = 0; i < FORGET_AT_ONCE && ages.size() > most; i++) {
            forget(ages.mostDispensable());
            metrics.evicted(settings.maxStates());
        }
    }

    private void forget(Bytes key) {
        store.delete(key);
        ages.remove(key);
        counts.removed(sensorHash(key.get()));
        metrics.states(ages.size());
    }

    private static SeenAlertState decode(byte[] stored) {
        try {
            return AlertStateCodec.decode(stored);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(
                    "the store " + Names.ALERT_STATE_STORE
                            + " holds what this release cannot read; was it written by a newer one?",
                    e);
        }
    }

    private static Bytes key(ModelId modelId, byte[] sensor) {
        byte[] model = modelId.value().getBytes(UTF_8);
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
