package io.elmstream.alert;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Which states are to be forgotten first. The same states give the same answer, whatever the order they came in.
 *
 * <p>Not safe for threads.
 *
 * @param <K> what names a state
 */
public final class StateAges<K extends Comparable<K>> {

    private record Age<K>(long lastSeen, boolean raised, K key) {}

    private final Map<K, Age<K>> ages = new HashMap<>();
    private final NavigableSet<Age<K>> quiet = new TreeSet<>(oldestFirst());
    private final NavigableSet<Age<K>> raised = new TreeSet<>(oldestFirst());

    /** How many states there are. */
    public int size() {
        return ages.size();
    }

    /**
     * A state was stored, or stored anew.
     *
     * @param isRaised whether an alert stands
     * @param lastSeen in epoch milliseconds
     */
    public void put(K key, boolean isRaised, long lastSeen) {
        remove(key);
        Age<K> age = new Age<>(lastSeen, isRaised, key);
        ages.put(key, age);
        group(age).add(age);
    }

    /** A state was deleted. */
    public void remove(K key) {
        Age<K> before = ages.remove(key);
        if (before != null) {
            group(before).remove(before);
        }
    }

    /**
     * When the state was last seen that has not been seen for longest; {@link Long#MAX_VALUE} without any. Allocates
     * nothing.
     */
    public long oldest() {
        return Math.min(oldest(quiet), oldest(raised));
    }

    /** The state that has not been seen for longest. */
    public K oldestKey() {
        return (oldest(quiet) <= oldest(raised) ? quiet : raised).first().key();
    }

    /**
     * The state to do without when there are too many: the oldest without a standing alert; if all have one, the
     * oldest.
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
