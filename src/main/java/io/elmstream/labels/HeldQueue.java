package io.elmstream.labels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What waits, by what it is found by, by time, and in the order of arrival. */
final class HeldQueue<H extends Held> {

    private final Map<Long, H> byArrival = new LinkedHashMap<>();
    private final NavigableSet<H> byTime =
            new TreeSet<>(Comparator.comparingLong(Held::time).thenComparingLong(Held::number));
    private final Map<Object, List<H>> byKey = new HashMap<>();

    int size() {
        return byArrival.size();
    }

    void add(H held) {
        byArrival.put(held.number(), held);
        byTime.add(held);
        held.keys()
                .forEach(key ->
                        byKey.computeIfAbsent(key, first -> new ArrayList<>(1)).add(held));
    }

    void remove(H held) {
        byArrival.remove(held.number());
        byTime.remove(held);
        held.keys()
                .forEach(key ->
                        byKey.computeIfPresent(key, (same, all) -> all.remove(held) && all.isEmpty() ? null : all));
    }

    /** Returns a copy of what is found by a key, in the order of arrival. */
    List<H> find(Object key) {
        return List.copyOf(byKey.getOrDefault(key, List.of()));
    }

    /** Returns the one with the lowest time; there must be one. */
    H oldest() {
        return byTime.first();
    }

    boolean contains(H held) {
        return byArrival.containsKey(held.number());
    }

    /**
     * Calls back with those whose window is over, which must remove them.
     *
     * @param time the first time of the window
     * @param since the last arrival of what has waited too long
     */
    void expire(long time, long since, Consumer<H> over) {
        while (!byTime.isEmpty() && byTime.first().time() < time) {
            over.accept(byTime.first());
        }
        while (!byArrival.isEmpty() && first().since() <= since) {
            over.accept(first());
        }
    }

    private H first() {
        return byArrival.values().iterator().next();
    }
}
