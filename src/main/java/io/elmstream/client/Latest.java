package io.elmstream.client;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The latest value of each key, as many as there is room for: anybody may write to a topic, under any number of keys.
 * What was said longest ago goes first.
 *
 * @param <V> the values
 */
final class Latest<V> {

    private record Kept<V>(V value, int bytes) {}

    private final int mostKeys;
    private final long mostBytes;
    private final Map<String, Kept<V>> latest = new LinkedHashMap<>();
    private long bytes;
    private long leftOut;

    /**
     * @param mostKeys that are remembered
     * @param mostBytes of all values together, as they were on the topic
     */
    Latest(int mostKeys, long mostBytes) {
        this.mostKeys = mostKeys;
        this.mostBytes = mostBytes;
    }

    /** @param size of the value on the topic, in bytes */
    void put(String key, V value, int size) {
        remove(key);
        latest.put(key, new Kept<>(value, size));
        bytes += size;
        Iterator<Kept<V>> oldest = latest.values().iterator();
        while (latest.size() > mostKeys || bytes > mostBytes) {
            bytes -= oldest.next().bytes();
            oldest.remove();
            leftOut++;
        }
    }

    void remove(String key) {
        Kept<V> before = latest.remove(key);
        bytes -= before == null ? 0 : before.bytes();
    }

    /** By key, what was said longest ago first. */
    Map<String, V> values() {
        Map<String, V> values = new LinkedHashMap<>();
        latest.forEach((key, kept) -> values.put(key, kept.value()));
        return Collections.unmodifiableMap(values);
    }

    /** How many values there was no room for. */
    long leftOut() {
        return leftOut;
    }
}
