package io.elmstream.readings;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A map whose keys are found by their bytes in UTF-8, without allocating. */
final class Utf8Keys<V> {

    private byte[][] keys = new byte[4][];
    private Object[] values = new Object[4];
    private int size;

    /** Puts a value; the key must be new. */
    void put(String key, V value) {
        if (2 * ++size > keys.length) {
            grow();
        }
        insert(key.getBytes(StandardCharsets.UTF_8), value);
    }

    private void grow() {
        byte[][] oldKeys = keys;
        Object[] oldValues = values;
        keys = new byte[2 * oldKeys.length][];
        values = new Object[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != null) {
                insert(oldKeys[i], oldValues[i]);
            }
        }
    }

    private void insert(byte[] key, Object value) {
        int at = slot(key, 0, key.length);
        keys[at] = key;
        values[at] = value;
    }

    /** Returns the value of the key that is part of {@code bytes}. */
    @SuppressWarnings("unchecked")
    @Nullable
    V get(byte[] bytes, int from, int to) {
        return (V) values[slot(bytes, from, to)];
    }

    /** Returns the place of a key, or the free one where it would be. */
    private int slot(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int at = (hash ^ (hash >>> 16)) & (keys.length - 1);
        while (keys[at] != null && !Arrays.equals(keys[at], 0, keys[at].length, bytes, from, to)) {
            at = (at + 1) & (keys.length - 1);
        }
        return at;
    }
}
