package io.elmstream.serving;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The versions of one model, as a snapshot sees them: those that serve are held, the others are accessed on demand. */
final class ReachableVersions implements ServedModel.Versions {

    private final ModelId modelId;
    private final Map<Integer, LoadedVersion> held = new HashMap<>();
    private final Set<Integer> failed = new HashSet<>();
    private final VersionPreparation preparation;
    private final VersionCounters counters;

    /**
     * Creates the view.
     *
     * @param needed versions that decide readings of now and later
     * @param serving those of them that are pinned
     */
    ReachableVersions(
            Timeline timeline,
            Set<VersionKey> needed,
            Set<VersionKey> serving,
            ResidentVersions resident,
            VersionPreparation preparation,
            VersionCounters counters) {
        this.modelId = timeline.modelId();
        this.preparation = preparation;
        this.counters = counters;
        serving.forEach(key -> held.put(key.version(), resident.pinned(key).orElseThrow()));
        timeline.versions().stream()
                .map(version -> new VersionKey(modelId, version))
                // if a needed version can serve after all, a new snapshot is created
                .filter(key ->
                        preparation.hasFailedForGood(key) || (needed.contains(key) && preparation.hasFailed(key)))
                .forEach(key -> failed.add(key.version()));
    }

    @Override
    public Optional<ReadyVersion> find(int version, Step step, OnDemand onDemand) {
        LoadedVersion loaded = held.get(version);
        if (loaded != null) {
            return Optional.of(loaded.at(step.revision()));
        }
        VersionKey key = new VersionKey(modelId, version);
        return failed.contains(version) || preparation.hasFailed(key)
                ? Optional.empty()
                : onDemand.find(key).map(found -> found.at(step.revision()));
    }

    @Override
    public boolean isFixed(int version) {
        return held.containsKey(version) || failed.contains(version);
    }

    @Override
    public ComparisonCounts counts(Step step) {
        return counters.comparison(modelId, step);
    }
}
