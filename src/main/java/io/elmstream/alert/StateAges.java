package io.elmstream.alert;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The order in which states are evicted. It depends only on the states, not on the order of calls.
 *
 * <p>Not thread-safe.
 *
 * @param <K> the key of a state
 */
public final class StateAges<K extends Comparable<K>> {

    private record Age<K>(long lastSeen, boolean raised, K key) {}

    private final Map<K, Age<K>> ages = new HashMap<>();
    private final NavigableSet<Age<K>> quiet = new TreeSet<>(oldestFirst());
    private final NavigableSet<Age<K>> raised = new TreeSet<>(oldestFirst());

    /** Returns the number of states. */
    public int size() {
        return ages.size();
    }

    /** Returns whether there is a state. */
    public boolean contains(K key) {
        return ages.containsKey(key);
    }

    /** Returns whether there is a state with a raised alert. */
    public boolean isRaised(K key) {
        Age<K> age = ages.get(key);
        return age != null && age.raised();
    }

    /**
     * Records that a state was stored or updated.
     *
     * @param isRaised whether an alert is raised
     * @param lastSeen in epoch milliseconds
     */
    public void put(K key, boolean isRaised, long lastSeen) {
        remove(key);
        Age<K> age = new Age<>(lastSeen, isRaised, key);
        ages.put(key, age);
        group(age).add(age);
    }

    /** Records that a state was deleted. */
    public void remove(K key) {
        Age<K> before = ages.remove(key);
        if (before != null) {
            group(before).remove(before);
        }
    }

    /**
     * Returns when the least recently seen state was last seen; {@link Long#MAX_VALUE} if there is none. Allocates
     * nothing.
     */
    public long oldest() {
        return Math.min(oldest(quiet), oldest(raised));
    }

    /** Returns the least recently seen state. */
    public K oldestKey() {
        return (oldest(quiet) <= oldest(raised) ? quiet : raised).first().key();
    }

    /**
     * Returns the state to evict if there are too many: the oldest without a raised alert; if all have one, the oldest.
     */
    public K mostDispensable() {
        return (quiet.isEmpty() ? raised : quiet).first().key();
    }

    private long oldest(NavigableSet<Age<K>> group) {
        return group.isEmpty() ? Long.MAX_VALUE : group.first().lastSeen();
    }

    private NavigableSet<Age<K>> group(Age<K> age) {
        return age.raised() ? raised : quiet;
    }

    private static <K extends Comparable<K>> Comparator<Age<K>> oldestFirst() {
        return Comparator.<Age<K>>comparingLong(Age::lastSeen).thenComparing(Age::key);
    }
}
