package io.elmstream.alert;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * When each of many sensors was last seen, in order of time.
 *
 * <p>Not thread-safe.
 *
 * @param <K> identifies a sensor
 */
public final class LastSeen<K extends Comparable<K>> {

    private final Map<K, Long> byKey = new HashMap<>();
    private final NavigableMap<Long, NavigableSet<K>> byTime = new TreeMap<>();

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
        byKey.put(key, at);
        byTime.computeIfAbsent(at, first -> new TreeSet<>()).add(key);
    }

    /**
     * Returns when a sensor was seen.
     *
     * @return in epoch milliseconds; empty if it was not
     */
    public OptionalLong of(K key) {
        Long at = byKey.get(key);
        return at == null ? OptionalLong.empty() : OptionalLong.of(at);
    }

    /** Forgets a sensor. */
    public void remove(K key) {
        Long before = byKey.remove(key);
        if (before != null) {
            byTime.computeIfPresent(before, (at, keys) -> keys.remove(key) && keys.isEmpty() ? null : keys);
        }
    }

    /** Returns when the sensor seen least recently was seen; {@link Long#MAX_VALUE} if there is none. */
    public long oldest() {
        return byTime.isEmpty() ? Long.MAX_VALUE : byTime.firstKey();
    }

    /** Returns the sensor seen least recently. */
    public K oldestKey() {
        return byTime.firstEntry().getValue().first();
    }

    /**
     * Returns the sensors last seen after one time and not after another, in the order of time.
     *
     * @param after in epoch milliseconds, exclusive
     * @param until in epoch milliseconds, inclusive
     */
    public List<K> between(long after, long until) {
        if (after >= until) {
            return List.of();
        }
        // the list is a copy, because the caller may record what it finds
        return byTime.subMap(after, false, until, true).values().stream()
                .flatMap(NavigableSet::stream)
                .toList();
    }
}
