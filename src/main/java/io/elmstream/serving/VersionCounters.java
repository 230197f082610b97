package io.elmstream.serving;

import io.elmstream.activity.ClassCount;
import io.elmstream.activity.VersionActivity;
import io.elmstream.elm.TrainingProfile;
import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.wire.CountedQuality;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The counts of this instance since its process started: predictions by version, and comparisons by step. Thread-safe.
 */
final class VersionCounters {

    private record StepKey(ModelId modelId, long revision) {}

    private final Map<VersionKey, VersionCounts> predictions = new ConcurrentHashMap<>();
    private final Map<VersionKey, VersionQuality> qualities = new ConcurrentHashMap<>();
    private final Map<ModelId, LongAdder> underOlderRevision = new ConcurrentHashMap<>();
    private final Map<StepKey, ComparisonCounts> comparisons = new ConcurrentHashMap<>();

    /** Returns the counts of a version's predictions. */
    VersionCounts predictions(VersionKey key) {
        return predictions.computeIfAbsent(key, counted -> new VersionCounts());
    }

    /**
     * Returns what was done with every version of a model that was ever in memory.
     *
     * @param bytes the memory that a version takes
     */
    List<VersionActivity> activity(ToLongFunction<VersionKey> bytes) {
        return predictions.entrySet().stream()
                .filter(each -> each.getValue().isOfModel())
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparing((VersionKey key) -> key.modelId().value())
                                .thenComparing(VersionKey::version)))
                .map(each -> activity(each.getKey(), each.getValue(), bytes.applyAsLong(each.getKey())))
                .toList();
    }

    private static VersionActivity activity(VersionKey key, VersionCounts counts, long bytes) {
        return new VersionActivity(
                        key.modelId().value(), key.version(), bytes, counts.rows(), counts.nanos(), counts.byClass())
                .withClasses(ClassCount.MOST);
    }

    /** Returns how many predictions were too unsure to be used, by version. */
    Map<VersionKey, Long> abstained() {
        return predictions.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, each -> each.getValue().abstentions()));
    }

    /** Returns the counts that are compared with what a version's training expects. */
    VersionQuality quality(VersionKey key, Contract contract, TrainingProfile profile) {
        return qualities.computeIfAbsent(key, counted -> new VersionQuality(key, contract, profile));
    }

    /** Returns what was counted of all versions whose training expects something. */
    List<CountedQuality> qualities() {
        return qualities.entrySet().stream()
                .map(each -> each.getValue().counted(predictions(each.getKey())))
                .toList();
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
        qualities.keySet().removeIf(key -> key.modelId().equals(modelId) && !named.contains(key.version()));
        predictions.keySet().removeIf(key -> key.modelId().equals(modelId) && !named.contains(key.version()));
        comparisons.keySet().removeIf(key -> key.modelId().equals(modelId) && !revisions.contains(key.revision()));
    }
}
