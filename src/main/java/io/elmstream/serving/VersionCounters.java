package io.elmstream.serving;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * The counts of this instance since its process started: predictions by version, and comparisons by step. Thread-safe.
 */
final class VersionCounters {

    private record StepKey(ModelId modelId, long revision) {}

    private final Map<VersionKey, VersionCounts> predictions = new ConcurrentHashMap<>();
    private final Map<ModelId, LongAdder> underOlderRevision = new ConcurrentHashMap<>();
    private final Map<StepKey, ComparisonCounts> comparisons = new ConcurrentHashMap<>();

    /** Returns the counts of a version's predictions. */
    VersionCounts predictions(VersionKey key) {
        return predictions.computeIfAbsent(key, counted -> new VersionCounts());
    }

    /**
     * Returns the counter of a model's predictions whose event time belongs to a step that was not known here when they
     * were made.
     */
    LongAdder underOlderRevision(ModelId modelId) {
        return underOlderRevision.computeIfAbsent(modelId, counted -> new LongAdder());
    }

    /** Returns the comparison counts of a step. */
    ComparisonCounts comparison(ModelId modelId, Step step) {
        return comparisons.computeIfAbsent(new StepKey(modelId, step.revision()), counted -> new ComparisonCounts());
    }

    /** Removes the counts of steps and versions that the timeline of a model no longer names. */
    void keepOnly(Timeline timeline) {
        ModelId modelId = timeline.modelId();
        Set<Integer> named = timeline.versions();
        Set<Long> revisions = timeline.serving().map(Step::revision).collect(Collectors.toSet());
        predictions.keySet().removeIf(key -> key.modelId().equals(modelId) && !named.contains(key.version()));
        comparisons.keySet().removeIf(key -> key.modelId().equals(modelId) && !revisions.contains(key.revision()));
    }
}
