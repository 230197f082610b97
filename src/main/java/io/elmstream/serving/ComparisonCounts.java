package io.elmstream.serving;

import io.elmstream.rollout.ClassPair;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.FrequentPairs;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the comparisons of champion and challenger of one step on this instance. Many threads write, one reads
 * occasionally. All totals are exact; of the pairs of classes only the most frequent are kept.
 */
public final class ComparisonCounts {

    /** The bound on the disagreements of one model in an instance's report, which contains all its models. */
    static final int MAX_ROOM = 50_000;

    private final LongAdder compared = new LongAdder();
    private final LongAdder agreed = new LongAdder();
    private final LongAdder labelled = new LongAdder();
    private final LongAdder championCorrect = new LongAdder();
    private final LongAdder challengerCorrect = new LongAdder();
    private final LongAdder challengerErrors = new LongAdder();
    private final FrequentPairs disagreements = new FrequentPairs();

    /** Counts a reading that both scored. */
    public void compared(String champion, String challenger, Optional<String> label) {
        compared.increment();
        if (champion.equals(challenger)) {
            agreed.increment();
        } else {
            disagreements.count(new ClassPair(champion, challenger));
        }
        label.ifPresent(actual -> labelled(champion, challenger, actual));
    }

    /** Counts that the true class became known of a reading that both have scored, here or on another instance. */
    public void labelledLater(String champion, String challenger, String actual) {
        labelled(champion, challenger, actual);
    }

    private void labelled(String champion, String challenger, String actual) {
        labelled.increment();
        count(championCorrect, actual.equals(champion));
        count(challengerCorrect, actual.equals(challenger));
    }

    /** Counts a reading that the challenger could not score. */
    public void challengerFailed() {
        challengerErrors.increment();
    }

    /** Returns the counts so far. A part is read before its total, so that it is never greater than the total. */
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
