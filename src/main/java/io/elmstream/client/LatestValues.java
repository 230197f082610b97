package io.elmstream.client;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The latest value of each key, with bounded memory, because a topic can contain any number of keys. If the limit is
 * exceeded, the least recently updated values are evicted.
 *
 * @param <V> the type of the values
 */
final class LatestValues<V> {

    private record Entry<V>(V value, int bytes) {}

    private final int mostKeys;
    private final long mostBytes;
    private final Map<String, Entry<V>> latest = new LinkedHashMap<>();
    private long bytes;
    private long leftOut;

    /**
     * @param mostKeys the largest number of keys
     * @param mostBytes the largest total size of the values on the topic, in bytes
     */
    LatestValues(int mostKeys, long mostBytes) {
        this.mostKeys = mostKeys;
        this.mostBytes = mostBytes;
    }

    /**
     * Sets the value of a key.
     *
     * @param size the size of the value on the topic, in bytes
     */
    void put(String key, V value, int size) {
        remove(key);
        latest.put(key, new Entry<>(value, size));
        bytes += size;
        Iterator<Entry<V>> oldest = latest.values().iterator();
        while (latest.size() > mostKeys || bytes > mostBytes) {
            bytes -= oldest.next().bytes();
            oldest.remove();
            leftOut++;
        }
    }

    void remove(String key) {
        Entry<V> before = latest.remove(key);
        bytes -= before == null ? 0 : before.bytes();
    }

    /** Returns the values by key, least recently updated first. */
    Map<String, V> values() {
        Map<String, V> values = new LinkedHashMap<>();
        latest.forEach((key, entry) -> values.put(key, entry.value()));
        return Collections.unmodifiableMap(values);
    }

    /** Returns the number of evicted values. */
    long leftOut() {
        return leftOut;
    }
}
