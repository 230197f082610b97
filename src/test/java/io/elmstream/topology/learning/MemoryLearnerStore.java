package io.elmstream.topology.learning;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A store without Kafka. */
final class MemoryLearnerStore implements LearnerStore {

    private final SortedMap<String, byte[]> values = new TreeMap<>();

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    @Override
    public void put(String key, byte[] value) {
        values.put(key, value);
    }

    @Override
    public void delete(String key) {
        values.remove(key);
    }

    @Override
    public SortedMap<String, byte[]> under(String prefix) {
        return new TreeMap<>(values.subMap(prefix, prefix + '\uffff'));
    }

    SortedMap<String, byte[]> copy() {
        return new TreeMap<>(values);
    }
}
