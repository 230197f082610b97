package io.elmstream.serving;

import io.elmstream.rollout.ClassPair;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.FrequentPairs;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts champion and challenger of one step on this instance. Many threads count, one reads now and then. All totals
 * are exact; of the pairs of classes only the most frequent are kept.
 */
public final class ComparisonCounts {

    /** What the disagreements of one model may take in an instance's report, which holds all its models. */
    static final int MAX_ROOM = 50_000;

    private final LongAdder compared = new LongAdder();
    private final LongAdder agreed = new LongAdder();
    private final LongAdder labelled = new LongAdder();
    private final LongAdder championCorrect = new LongAdder();
    private final LongAdder challengerCorrect = new LongAdder();
    private final LongAdder challengerErrors = new LongAdder();
    private final FrequentPairs disagreements = new FrequentPairs();

    /** Both scored a reading. */
    public void compared(String champion, String challenger, Optional<String> label) {
        compared.increment();
        if (champion.equals(challenger)) {
            agreed.increment();
        } else {
            disagreements.count(new ClassPair(champion, challenger));
        }
        if (label.isPresent()) {
            labelled.increment();
            count(championCorrect, label.get().equals(champion));
            count(challengerCorrect, label.get().equals(challenger));
        }
    }

    /** The challenger could not score a reading. */
    public void challengerFailed() {
        challengerErrors.increment();
    }

    /** What has been counted so far. A part is read before its whole, so that it is never the greater one. */
    Comparison sum() {
        long challengerRight = challengerCorrect.sum();
        long championRight = championCorrect.sum();
        long withLabel = labelled.sum();
        Map<ClassPair, Long> pairs = disagreements.counts();
        long same = agreed.sum();
        return new Comparison(
                        compared.sum(), same, pairs, withLabel, championRight, challengerRight, challengerErrors.sum())
                .mostFrequent(MAX_ROOM);
    }

    private static void count(LongAdder counter, boolean hit) {
        if (hit) {
            counter.increment();
        }
    }
}
