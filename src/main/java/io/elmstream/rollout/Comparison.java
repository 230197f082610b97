package io.elmstream.rollout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The comparison of a challenger with the champion on the readings that both scored. A reading that is scored again
 * after a crash is counted again.
 *
 * @param compared readings that both scored
 * @param agreed those of them that both assigned to the same class
 * @param disagreements the others, by the two classes; if there are very many pairs, only the most frequent, whose
 *     counts may then be too low, as described in {@link FrequentPairs}, but never too high
 * @param labelled readings that both scored and whose true class is known; of one instance more than it has compared if
 *     it learns the labels of readings that others have scored
 * @param championCorrect those of them that the champion classified correctly
 * @param challengerCorrect those of them that the challenger classified correctly
 * @param challengerErrors readings that the challenger could not score
 */
public record Comparison(
        long compared,
        long agreed,
        Map<ClassPair, Long> disagreements,
        long labelled,
        long championCorrect,
        long challengerCorrect,
        long challengerErrors) {

    /** A comparison without readings. */
    public static final Comparison NONE = new Comparison(0, 0, Map.of(), 0, 0, 0, 0);

    private static final Comparator<Map.Entry<ClassPair, Long>> MOST_FIRST =
            Map.Entry.<ClassPair, Long>comparingByValue()
                    .reversed()
                    .thenComparing(entry -> entry.getKey().champion())
                    .thenComparing(entry -> entry.getKey().challenger());

    public Comparison {
        disagreements = Map.copyOf(disagreements);
    }

    /** Returns the sum of both. */
    public Comparison plus(Comparison other) {
        Map<ClassPair, Long> all = new HashMap<>(disagreements);
        other.disagreements.forEach((pair, count) -> all.merge(pair, count, Long::sum));
        return new Comparison(
                compared + other.compared,
                agreed + other.agreed,
                all,
                labelled + other.labelled,
                championCorrect + other.championCorrect,
                challengerCorrect + other.challengerCorrect,
                challengerErrors + other.challengerErrors);
    }

    /**
     * Returns a copy with only the most frequent disagreements that fit; all other figures stay.
     *
     * @param room as computed by {@link ClassPair#room}, 0 or more
     */
    public Comparison mostFrequent(int room) {
        if (room() <= room) {
            return this;
        }
        Map<ClassPair, Long> kept = new HashMap<>();
        int left = room;
        for (Map.Entry<ClassPair, Long> next : mostFirst()) {
            left -= next.getKey().room();
            if (left < 0) {
                break;
            }
            kept.put(next.getKey(), next.getValue());
        }
        return new Comparison(compared, agreed, kept, labelled, championCorrect, challengerCorrect, challengerErrors);
    }

    /** Returns the disagreements, most frequent first; the order is deterministic. */
    public List<Map.Entry<ClassPair, Long>> mostFirst() {
        List<Map.Entry<ClassPair, Long>> all = new ArrayList<>(disagreements.entrySet());
        all.sort(MOST_FIRST);
        return all;
    }

    /** Returns the estimated size of all disagreements in a record. */
    public int room() {
        return disagreements.keySet().stream().mapToInt(ClassPair::room).sum();
    }

    /**
     * Returns the fraction of compared readings that both assigned to the same class, 0 to 1; NaN if none were
     * compared.
     */
    public double agreement() {
        return (double) agreed / compared;
    }

    /** Returns the champion's accuracy on readings with a label, 0 to 1; NaN if there are none. */
    public double championAccuracy() {
        return (double) championCorrect / labelled;
    }

    /** Returns the challenger's accuracy on readings with a label, 0 to 1; NaN if there are none. */
    public double challengerAccuracy() {
        return (double) challengerCorrect / labelled;
    }

    /** Returns the fraction of readings that the challenger could not score, 0 to 1; NaN if there are none. */
    public double errorRate() {
        return (double) challengerErrors / (compared + challengerErrors);
    }

    /** Returns a summary in one sentence. */
    public String inShort() {
        if (compared + challengerErrors == 0) {
            return "nothing has been compared";
        }
        String text =
                String.format(Locale.ROOT, compared == 1 ? "%,d reading compared" : "%,d readings compared", compared);
        text += compared == 0 ? "" : ", " + percent(agreement()) + " agreed";
        text += labelled == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", accuracy %s against %s on %,d with a label",
                        percent(challengerAccuracy()),
                        percent(championAccuracy()),
                        labelled);
        return challengerErrors == 0 ? text : text + String.format(Locale.ROOT, ", %,d errors", challengerErrors);
    }

    static String percent(double part) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * part);
    }
}
