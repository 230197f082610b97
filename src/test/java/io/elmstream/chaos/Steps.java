package io.elmstream.chaos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;

/**
 * Every step of a model's timeline that was ever published, also those that a timeline no longer has, and what
 * predictions say of them. Predictions are remembered until no step can come for their event times any more.
 */
final class Steps {

    /** What a step says; {@code from} is the smallest number for a step that holds from the beginning. */
    private record Step(long from, int champion, boolean takesBack, boolean voided) {}

    private final NavigableMap<Long, Step> steps = new TreeMap<>();
    private final NavigableMap<Long, Map<Long, Integer>> unsettled = new TreeMap<>();
    private long stale;

    /** Takes in a published timeline. */
    void take(GenericRecord timeline) {
        for (Object each : (List<?>) timeline.get("steps")) {
            GenericRecord step = (GenericRecord) each;
            Object from = step.get("effectiveFrom");
            steps.merge(
                    (Long) step.get("revision"),
                    new Step(
                            from == null ? Long.MIN_VALUE : (Long) from,
                            (Integer) step.get("champion"),
                            step.get("takesBack") != null,
                            step.get("voidedBy") != null),
                    // the oldest step of a timeline that was cut is said to hold from the beginning
                    (before, now) -> new Step(
                            Math.max(before.from(), now.from()), now.champion(), now.takesBack(), now.voided()));
        }
    }

    boolean knows(long revision) {
        return steps.containsKey(revision);
    }

    /**
     * Whether a prediction's version is what its revision says for its event time.
     *
     * @param eventTime in epoch milliseconds
     */
    boolean say(long revision, long eventTime, int version) {
        Step step = steps.get(revision);
        boolean right = step != null && !step.takesBack() && step.from() <= eventTime && step.champion() == version;
        if (right) {
            unsettled.computeIfAbsent(eventTime, t -> new HashMap<>(2)).merge(revision, 1, Integer::sum);
        }
        return right;
    }

    /** Decides about predictions whose event times lie before a time; no step will come for them any more. */
    void settle(long before) {
        NavigableMap<Long, Map<Long, Integer>> old = unsettled.headMap(before, false);
        old.forEach((eventTime, revisions) -> revisions.forEach((revision, count) -> {
            boolean superseded = steps.tailMap(revision, false).values().stream()
                    .anyMatch(step -> !step.takesBack() && !step.voided() && step.from() <= eventTime);
            stale += superseded ? count : 0;
        }));
        old.clear();
    }

    /**
     * Predictions so far for whose event time a later step is in force that was never taken back: it came too late for
     * them.
     */
    long stale() {
        return stale;
    }
}
