package io.elmstream.topology.inference;

import io.elmstream.model.ModelId;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The event times of a task's latest predictions, to count those that a step decides which became known too late. Event
 * times are kept in buckets of {@value #STEP} ms over about two minutes, for the most recently scored models; older
 * ones are not counted, nor those in the same bucket as the step, so a count is never too high. A prediction allocates
 * nothing. Belongs to one task; not thread-safe.
 */
final class RecentReadings {

    private static final int STEP_BITS = 7;

    /** The width of a bucket, in milliseconds. */
    static final int STEP = 1 << STEP_BITS;

    private static final int BUCKETS = 1_024;
    private static final int MAX_MODELS = 32;

    private static final class Ring {

        private final long[] steps = new long[BUCKETS];
        private final int[] predictions = new int[BUCKETS];

        void add(long eventTime) {
            long step = eventTime >> STEP_BITS;
            int place = (int) (step & BUCKETS - 1);
            if (steps[place] != step) {
                steps[place] = step;
                predictions[place] = 0;
            }
            predictions[place]++;
        }

        /** Returns the number of predictions whose event time is in a later bucket than the given time. */
        long after(long eventTime) {
            long count = 0;
            for (int place = 0; place < BUCKETS; place++) {
                count += steps[place] > eventTime >> STEP_BITS ? predictions[place] : 0;
            }
            return count;
        }
    }

    private final Map<ModelId, Ring> rings = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ModelId, Ring> eldest) {
            return size() > MAX_MODELS;
        }
    };
    private Optional<ModelId> lastModel = Optional.empty();
    private Ring last = new Ring();

    /** Counts a prediction. */
    void add(ModelId modelId, long eventTime) {
        if (lastModel.isEmpty() || !lastModel.get().equals(modelId)) {
            last = rings.computeIfAbsent(modelId, first -> new Ring());
            lastModel = Optional.of(modelId);
        }
        last.add(eventTime);
    }

    /**
     * Counts the predictions made so far whose event time belongs to a step that was not known when they were made.
     * Rollbacks are not counted: they apply to readings scored after them.
     *
     * @param before the timeline in use when the predictions were made
     * @param now the timeline that is known now
     */
    long underOlderRevision(Timeline before, Timeline now) {
        Ring ring = rings.get(now.modelId());
        return ring == null
                ? 0
                : now
                        .serving()
                        .filter(step -> step.revision() > before.revision())
                        .mapToLong(Step::effectiveFrom)
                        .min()
                        .stream()
                        .map(ring::after)
                        .sum();
    }

    void clear() {
        rings.clear();
        lastModel = Optional.empty();
    }
}
