package io.elmstream.topology;

import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The versions of one model, as a snapshot sees them: those that serve are held, the others are loaded when they are asked for. */
final class ReachableVersions implements ServedModel.Versions {

    private final String modelId;
    private final Map<Integer, LoadedVersion> held = new HashMap<>();
    private final Set<Integer> failed = new HashSet<>();
    private final ResidentVersions resident;
    private final VersionPreparation preparation;
    private final VersionCounters counters;

    /** @param serving versions that are pinned */
    ReachableVersions(
            Timeline timeline,
            Set<VersionKey> serving,
            ResidentVersions resident,
            VersionPreparation preparation,
            VersionCounters counters) {
        this.modelId = timeline.modelId().value();
        this.resident = resident;
        this.preparation = preparation;
        this.counters = counters;
        serving.forEach(key -> held.put(key.version(), resident.pinned(key).orElseThrow()));
        timeline.versions().stream()
                .filter(version -> preparation.hasFailed(new VersionKey(modelId, version)))
                .forEach(failed::add);
    }

    @Override
    public Optional<ReadyVersion> find(int version, Step step) {
        LoadedVersion loaded = held.get(version);
        if (loaded != null) {
            return Optional.of(loaded.at(step.revision()));
        }
        VersionKey key = new VersionKey(modelId, version);
        return failed.contains(version) || preparation.hasFailed(key)
                ? Optional.empty()
                : resident.find(key, preparation::loadNow).map(found -> found.at(step.revision()));
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
