package io.elmstream.topology.inference;

import io.elmstream.alert.LastSeen;
import io.elmstream.model.ModelId;
import io.elmstream.serving.SensorMemory;
import io.elmstream.topology.Names;
import io.elmstream.wire.ScoredReading;
import io.elmstream.wire.SensorState;
import io.elmstream.wire.SensorStateCodec;
import io.elmstream.wire.UnreadableRecordException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The store of what rules remember of each sensor, by model and sensor. It is filled only while a rule set needs it.
 * States expire, and their number is bounded, as that of alert states.
 */
final class SensorStates {

    /** A sensor with its state. */
    record Remembered(byte[] sensor, SensorState state) {}

    private static final int FORGET_AT_ONCE = 16;

    private final KeyValueStore<Bytes, byte[]> store;
    private final AlertSettings settings;
    private final AlertMetrics metrics;
    private final LastSeen<Bytes> seen = new LastSeen<>();

    SensorStates(KeyValueStore<Bytes, byte[]> store, AlertSettings settings, AlertMetrics metrics) {
        this.store = store;
        this.settings = settings;
        this.metrics = metrics;
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            all.forEachRemaining(
                    entry -> seen.put(entry.key, decode(entry.value).lastSeen()));
        }
    }

    /** Returns a builder for the store: in memory, restored from its changelog, logged once per commit. */
    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(AlertSettings settings) {
        return Stores.keyValueStoreBuilder(
                        BoundedStore.supplier(Names.SENSOR_STATE_STORE, settings.maxStates()),
                        Serdes.Bytes(),
                        Serdes.ByteArray())
                .withCachingEnabled();
    }

    /** Returns a view of the store that only reads. */
    static SensorMemory memory(KeyValueStore<Bytes, byte[]> store) {
        return (modelId, sensor) ->
                Optional.ofNullable(store.get(key(modelId, sensor))).map(SensorStates::decode);
    }

    /**
     * Remembers a prediction. One that is older than the latest of its sensor changes nothing.
     *
     * @param time of the prediction, in epoch milliseconds
     * @return whether it is remembered
     */
    boolean put(ScoredReading scored, long time) {
        Bytes key = key(scored.version().modelId(), scored.sensor());
        Optional<SensorState> before = Optional.ofNullable(store.get(key)).map(SensorStates::decode);
        if (before.filter(state -> state.lastSeen() > time).isPresent()) {
            return false;
        }
        for (int i = 0;
                i < FORGET_AT_ONCE
                        && seen.oldest() < time - settings.timeToLive().toMillis();
                i++) {
            forget(seen.oldestKey());
        }
        for (int i = 0; i < FORGET_AT_ONCE && before.isEmpty() && seen.size() >= settings.maxStates(); i++) {
            forget(seen.oldestKey());
            metrics.forgotten(settings.maxStates());
        }
        long since = before.filter(state -> state.label().equals(scored.label()))
                .map(SensorState::labelSince)
                .orElse(time);
        SensorState state = new SensorState(
                time,
                since,
                scored.label(),
                scored.confidence(),
                scored.version().version(),
                scored.rules().version(),
                scored.position());
        store.put(key, SensorStateCodec.encode(state));
        seen.put(key, time);
        return true;
    }

    /** Returns whether anything is remembered of the sensor of a prediction. */
    boolean holds(ScoredReading scored) {
        return seen.size() > 0
                && seen.of(key(scored.version().modelId(), scored.sensor())).isPresent();
    }

    /**
     * Forgets the sensor of a prediction that no rule needs to remember: when a rule needs it again, what was
     * remembered would be out of date, and a sensor that was never silent would seem so. A prediction that is older
     * than the latest of its sensor changes nothing.
     *
     * @param time of the prediction, in epoch milliseconds
     */
    void forget(ScoredReading scored, long time) {
        Bytes key = key(scored.version().modelId(), scored.sensor());
        OptionalLong at = seen.of(key);
        if (at.isPresent() && at.getAsLong() <= time) {
            forget(key);
        }
    }

    /** Forgets a sensor until it sends again, so that its silence raises no other alert. */
    void forget(String modelId, byte[] sensor) {
        forget(AlertStates.key(modelId, sensor));
    }

    /**
     * Returns the sensors of a model that were last seen after one time and not after another.
     *
     * @param after in epoch milliseconds, exclusive
     * @param until in epoch milliseconds, inclusive
     */
    List<Remembered> lastSeen(ModelId modelId, long after, long until) {
        byte[] prefix = key(modelId, new byte[0]).get();
        return seen.between(after, until).stream()
                .filter(key -> startsWith(key.get(), prefix))
                .map(key -> new Remembered(
                        Arrays.copyOfRange(key.get(), prefix.length, key.get().length), decode(store.get(key))))
                .toList();
    }

    private void forget(Bytes key) {
        store.delete(key);
        seen.remove(key);
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static SensorState decode(byte[] stored) {
        try {
            return SensorStateCodec.decode(stored);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(
                    "the store " + Names.SENSOR_STATE_STORE
                            + " holds what this release cannot read; was it written by a newer one?",
                    e);
        }
    }

    private static Bytes key(ModelId modelId, byte[] sensor) {
        return AlertStates.key(modelId.value(), sensor);
    }
}
