package io.elmstream.topology;

import io.elmstream.rollout.ClassPair;
import io.elmstream.rollout.Comparison;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts champion and challenger of one step on this instance. Many threads count, one reads now and then. */
final class ComparisonCounts {

    /** What the disagreements of one model may take in an instance's report, which holds all its models. */
    static final int MAX_ROOM = 50_000;

    private final LongAdder compared = new LongAdder();
    private final LongAdder agreed = new LongAdder();
    private final LongAdder labelled = new LongAdder();
    private final LongAdder championCorrect = new LongAdder();
    private final LongAdder challengerCorrect = new LongAdder();
    private final LongAdder challengerErrors = new LongAdder();
    private final Map<ClassPair, LongAdder> disagreements = new ConcurrentHashMap<>();

    /** Both scored a reading. */
    void compared(String champion, String challenger, Optional<String> label) {
        compared.increment();
        if (champion.equals(challenger)) {
            agreed.increment();
        } else {
            disagreements.computeIfAbsent(new ClassPair(champion, challenger), pair -> new LongAdder()).increment();
        }
        if (label.isPresent()) {
            labelled.increment();
            count(championCorrect, label.get().equals(champion));
            count(challengerCorrect, label.get().equals(challenger));
        }
    }

    /** The challenger could not score a reading. */
    void challengerFailed() {
        challengerErrors.increment();
    }

    /** What has been counted so far. */
    Comparison sum() {
        Map<ClassPair, Long> pairs = new HashMap<>();
        disagreements.forEach((pair, count) -> pairs.put(pair, count.sum()));
        return new Comparison(compared.sum(), agreed.sum(), pairs, labelled.sum(), championCorrect.sum(),
                challengerCorrect.sum(), challengerErrors.sum()).mostFrequent(MAX_ROOM);
    }

    private static void count(LongAdder counter, boolean hit) {
        if (hit) {
            counter.increment();
        }
    }
}
