package io.elmstream.labels;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Entries in memory, in the order of their keys. */
final class MemoryEntries implements WindowEntries {

    final SortedMap<byte[], byte[]> map = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public byte @Nullable [] get(byte[] key) {
        return map.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        map.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
        map.remove(key);
    }

    @Override
    public void forEach(BiConsumer<byte[], byte[]> each) {
        new TreeMap<>(map).forEach(each);
    }
}
