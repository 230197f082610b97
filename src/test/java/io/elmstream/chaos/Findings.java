package io.elmstream.chaos;

import java.util.List;
import java.util.Map;

/**
 * What a run has shown.
 *
 * @param readings that the brokers have acknowledged
 * @param predictions distinct readings that were predicted
 * @param deadLetters distinct readings that became dead letters
 * @param lost readings without an outcome
 * @param doubled outcomes beyond the first of their reading
 * @param disordered predictions that came behind one of a later reading of the same sensor
 * @param mixed predictions whose micro-batch had others of another version or revision
 * @param wrong outcomes that are not what the reading and the model's numbers say
 * @param misversioned predictions whose version is not what the timeline says at the revision that they name
 * @param stale predictions for whose event time a later revision is in force that came too late for them
 * @param deadLetterReasons dead letters by reason, those that had to be among them
 * @param examples of what is wrong, in words
 */
record Findings(
        long readings,
        long predictions,
        long deadLetters,
        long lost,
        long doubled,
        long disordered,
        long mixed,
        long wrong,
        long misversioned,
        long stale,
        Map<String, Long> deadLetterReasons,
        List<String> examples) {

    /** The line of figures for a table, behind what names the run. */
    String cells() {
        return "%,d | %,d | %,d | %,d | %,d | %,d | %,d | %,d | %,d"
                .formatted(readings, deadLetters, lost, doubled, disordered, mixed, wrong, misversioned, stale);
    }

    static String heads() {
        return "readings | dead letters | lost | doubled | out of order | mixed batches | wrong values | wrong"
                + " version | late step";
    }
}
