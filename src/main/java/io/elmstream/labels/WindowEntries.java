package io.elmstream.labels;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Where a {@link LabelWindow} keeps its entries, one by one. */
public interface WindowEntries {

    /** Returns the value of a key, or null. */
    byte @Nullable [] get(byte[] key);

    /** Sets the value of a key. */
    void put(byte[] key, byte[] value);

    /** Removes a key and its value. */
    void delete(byte[] key);

    /** Calls back with all keys and values, in the order of the bytes of the keys, unsigned. */
    void forEach(BiConsumer<byte[], byte[]> each);
}
