package io.elmstream.alert;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * When each of many sensors was last seen, in order of time.
 *
 * <p>Not thread-safe.
 *
 * @param <K> identifies a sensor
 */
public final class LastSeen<K extends Comparable<K>> {

    private record Seen<K>(long at, K key) {}

    private final Map<K, Seen<K>> byKey = new HashMap<>();
    private final NavigableSet<Seen<K>> byTime =
            new TreeSet<>(Comparator.<Seen<K>>comparingLong(Seen::at).thenComparing(Seen::key));

    /** Returns the number of sensors. */
    public int size() {
        return byKey.size();
    }

    /**
     * Records that a sensor was seen.
     *
     * @param at in epoch milliseconds
     */
    public void put(K key, long at) {
        remove(key);
        Seen<K> seen = new Seen<>(at, key);
        byKey.put(key, seen);
        byTime.add(seen);
    }

    /** Forgets a sensor. */
    public void remove(K key) {
        Seen<K> before = byKey.remove(key);
        if (before != null) {
            byTime.remove(before);
        }
    }

    /** Returns when the sensor seen least recently was seen; {@link Long#MAX_VALUE} if there is none. */
    public long oldest() {
        return byTime.isEmpty() ? Long.MAX_VALUE : byTime.first().at();
    }

    /** Returns the sensor seen least recently. */
    public K oldestKey() {
        return byTime.first().key();
    }

    /**
     * Returns the sensors last seen after one time and not after another, in the order of time.
     *
     * @param after in epoch milliseconds, exclusive
     * @param until in epoch milliseconds, inclusive
     */
    public List<K> between(long after, long until) {
        // the list is a copy, because the caller may record what it finds
        return byTime.stream()
                .dropWhile(seen -> seen.at() <= after)
                .takeWhile(seen -> seen.at() <= until)
                .map(Seen::key)
                .toList();
    }
}
