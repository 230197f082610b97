package io.elmstream.activity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Counts dead letters by reason, and remembers the last of each. Thread-safe. */
final class DeadLetterSamples {

    /** Where there are more than {@link DeadLetterSample#OF_REASON}, another one is remembered after this time. */
    private static final long MILLIS_BETWEEN = 100;

    private static final class Reason {
        private final Deque<DeadLetterSample> last = new ArrayDeque<>();
        private long count;
    }

    private final Map<String, Reason> reasons = new TreeMap<>();

    /** @param sample is asked only if the dead letter is to be remembered */
    synchronized void add(String name, long now, Supplier<DeadLetterSample> sample) {
        Reason reason = reasons.computeIfAbsent(name, added -> new Reason());
        reason.count++;
        if (reason.last.size() == DeadLetterSample.OF_REASON) {
            // a clock that was set back must not end the samples
            if (Math.abs(now - reason.last.getFirst().at()) < MILLIS_BETWEEN) {
                return;
            }
            reason.last.removeLast();
        }
        reason.last.addFirst(sample.get());
    }

    synchronized SortedMap<String, Long> counts() {
        SortedMap<String, Long> counts = new TreeMap<>();
        reasons.forEach((name, reason) -> counts.put(name, reason.count));
        return Collections.unmodifiableSortedMap(counts);
    }

    /** Returns the newest of all reasons, newest first. */
    synchronized List<DeadLetterSample> newest() {
        List<DeadLetterSample> all = new ArrayList<>();
        reasons.values().forEach(reason -> all.addAll(reason.last));
        all.sort(Comparator.comparingLong(DeadLetterSample::at).reversed());
        return List.copyOf(all.subList(0, Math.min(DeadLetterSample.MOST, all.size())));
    }
}
