package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.activity.SensorAlert;
import io.elmstream.activity.TaskAlerts;
import io.elmstream.alert.AlertState;
import io.elmstream.alert.StateAges;
import io.elmstream.alert.StateCounts;
import io.elmstream.model.ModelId;
import io.elmstream.topology.Names;
import io.elmstream.wire.AlertRecords;
import io.elmstream.wire.AlertStateCodec;
import io.elmstream.wire.SeenAlertState;
import io.elmstream.wire.UnreadableRecordException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The store of alert states, by owner and sensor. An owner is a model, for the rule of the configuration, or a rule of
 * its rule set. It holds only sensors that have a state worth keeping; for all others the answer costs neither a lookup
 * nor an allocation.
 *
 * <p>States expire, and their number is bounded; removed states are deleted from the changelog too. Time is the latest
 * event time that the task has seen, in steps, and is stored at the end of each step: which states are removed depends
 * on readings and store only, and is the same when they are processed again.
 */
public final class AlertStates {

    /** Separates model id and sensor id in a key; no owner contains it. */
    private static final byte SEPARATOR = 0;
    /** The key of the current time, which is stored as the empty state of no model and no sensor. */
    private static final Bytes TIME = Bytes.wrap(new byte[] {SEPARATOR});
    /** The number of states removed at once, so that no prediction waits for long. */
    private static final int FORGET_AT_ONCE = 16;

    private final KeyValueStore<Bytes, byte[]> store;
    private final AlertSettings settings;
    private final AlertMetrics metrics;
    private final Optional<TaskAlerts> standing;
    private final StateCounts counts = new StateCounts();
    /** The number of states by owner. */
    private final SortedMap<String, Integer> owners = new TreeMap<>();

    private final StateAges<Bytes> ages = new StateAges<>();
    private long now;

    /** @param standing is told which alerts stand */
    AlertStates(
            KeyValueStore<Bytes, byte[]> store,
            AlertSettings settings,
            AlertMetrics metrics,
            Optional<TaskAlerts> standing) {
        this.store = store;
        this.standing = standing;
        this.settings = settings;
        this.metrics = metrics;
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> load(entry.key, decode(entry.value)));
        }
        metrics.states(ages.size());
    }

    /** Returns the stored state of a sensor, {@linkplain AlertState#EMPTY empty} if there is none. */
    public static AlertState stored(ReadOnlyKeyValueStore<Bytes, byte[]> store, ModelId modelId, String sensorId) {
        byte[] stored = store.get(key(modelId.value(), sensorId.getBytes(UTF_8)));
        return stored == null ? AlertState.EMPTY : decode(stored).state();
    }

    private void load(Bytes key, SeenAlertState seen) {
        if (key.equals(TIME)) {
            now = seen.lastSeen();
        } else {
            counts.added(sensorHash(key.get()));
            owners.merge(ownerOf(key.get()), 1, Integer::sum);
            remember(key, seen);
        }
    }

    /**
     * Returns a builder for the store: in memory, restored from its changelog, and cached, so that a state which
     * changes often is logged once per commit.
     */
    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(AlertSettings settings) {
        return Stores.keyValueStoreBuilder(
                        BoundedStore.supplier(Names.ALERT_STATE_STORE, settings.maxStates()),
                        Serdes.Bytes(),
                        Serdes.ByteArray())
                .withCachingEnabled();
    }

    /**
     * Removes expired states, and states beyond the bound if a smaller bound was configured. Allocates nothing if there
     * are none.
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
                // stored by a release that did not store the time; it starts to age now
                SeenAlertState stored = decode(store.get(key));
                put(key, new SeenAlertState(stored.state(), now, stored.raisedAt()));
            } else {
                expire(key);
            }
        }
        evictBeyond(settings.maxStates());
    }

    /** Returns whether any model may have a state for the sensor; false is certain. */
    boolean mayHold(byte[] sensor) {
        return counts.mayHold(Arrays.hashCode(sensor));
    }

    /** Returns the owners of states whose names start with a prefix. */
    List<String> owners(String prefix) {
        return owners.tailMap(prefix).keySet().stream()
                .takeWhile(owner -> owner.startsWith(prefix))
                .toList();
    }

    /**
     * Returns the owners of the alerts of a rule that have states.
     *
     * @param rule of the model's rule set; empty for the rule of the configuration
     */
    List<String> ownersOf(String modelId, String rule) {
        return rule.isEmpty() ? List.of(modelId) : owners(AlertRecords.owner(modelId, rule) + "/");
    }

    /** Returns the stored state unless it has expired, or that the sensor was never seen. */
    SeenAlertState get(String owner, byte[] sensor) {
        Bytes key = key(owner, sensor);
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
     * Writes a changed state. An empty state is deleted, and a new one evicts another where there are too many.
     *
     * @param time of the prediction, in epoch milliseconds
     */
    void replace(String owner, byte[] sensor, SeenAlertState before, AlertState after, long time) {
        // a sensor that sends old readings is not silent
        long seen = Math.max(Math.max(now, time), before.lastSeen());
        if (after.equals(before.state()) && (after.isEmpty() || seen < before.lastSeen() + settings.stepMillis())) {
            return;
        }
        Bytes key = key(owner, sensor);
        if (after.isEmpty()) {
            forget(key);
            return;
        }
        // another change of the same reading may have evicted it since it was read
        if (!ages.contains(key)) {
            evictBeyond(settings.maxStates() - 1);
            counts.added(Arrays.hashCode(sensor));
            owners.merge(owner, 1, Integer::sum);
        }
        put(key, new SeenAlertState(after, seen, raisedAt(before, after, time)));
    }

    /** Returns when the alert of a new state was raised, if there is one and that is known. */
    static long raisedAt(SeenAlertState before, AlertState after, long time) {
        return !after.isRaised() ? SeenAlertState.UNKNOWN : before.state().isRaised() ? before.raisedAt() : time;
    }

    private void put(Bytes key, SeenAlertState state) {
        store.put(key, AlertStateCodec.encode(state));
        remember(key, state);
        metrics.states(ages.size());
    }

    private void remember(Bytes key, SeenAlertState state) {
        boolean before = ages.isRaised(key);
        boolean raised = state.state().isRaised();
        ages.put(key, raised, state.lastSeen());
        if (raised && !before) {
            standing.ifPresent(alerts ->
                    alerts.stands(ownerOf(key.get()), sensorOf(key.get()), since(state.raisedAt()), state.lastSeen()));
        } else if (before && !raised) {
            ended(key);
        }
    }

    private void ended(Bytes key) {
        standing.ifPresent(alerts -> alerts.ended(ownerOf(key.get()), sensorOf(key.get())));
    }

    /** Returns the time for reports, where 0 stands for an unknown one. */
    static long since(long raisedAt) {
        return raisedAt == SeenAlertState.UNKNOWN ? SensorAlert.UNKNOWN : raisedAt;
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
        if (!ages.contains(key)) {
            return;
        }
        if (ages.isRaised(key)) {
            ended(key);
        }
        store.delete(key);
        ages.remove(key);
        counts.removed(sensorHash(key.get()));
        owners.computeIfPresent(ownerOf(key.get()), (owner, states) -> states == 1 ? null : states - 1);
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

    /** Returns the key of a state: the owner, a separator, the sensor id. */
    static Bytes key(String owner, byte[] sensor) {
        byte[] name = owner.getBytes(UTF_8);
        byte[] key = Arrays.copyOf(name, name.length + 1 + sensor.length);
        key[name.length] = SEPARATOR;
        System.arraycopy(sensor, 0, key, name.length + 1, sensor.length);
        return Bytes.wrap(key);
    }

    private static String ownerOf(byte[] key) {
        return new String(key, 0, separator(key), UTF_8);
    }

    private static int separator(byte[] key) {
        int separator = 0;
        while (key[separator] != SEPARATOR) {
            separator++;
        }
        return separator;
    }

    private static int sensorHash(byte[] key) {
        return Arrays.hashCode(sensorOf(key));
    }

    private static byte[] sensorOf(byte[] key) {
        return Arrays.copyOfRange(key, separator(key) + 1, key.length);
    }
}
