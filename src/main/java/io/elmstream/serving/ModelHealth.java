package io.elmstream.serving;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.InstanceReport.Readiness;
import io.elmstream.rollout.Timeline;
import io.elmstream.serving.VersionState.Preparing;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Computes the health of a model on this instance. It takes no lock, so a required version counts as ready only when
 * the snapshot serves it: a caller that waits for the version must not proceed after it is loaded but before it serves.
 */
record ModelHealth(VersionPreparation preparation, ResidentVersions resident, VersionCounters counters) {

    /**
     * Returns the health of a model.
     *
     * @param needed versions that decide readings of now and later
     * @param served the model as served; empty while it is not
     * @param now in epoch milliseconds
     */
    InstanceReport.Model of(Timeline timeline, Set<VersionKey> needed, Optional<ServedModel> served, long now) {
        ModelId modelId = timeline.modelId();
        Set<Integer> told = new TreeSet<>();
        needed.forEach(key -> told.add(key.version()));
        timeline.versions().stream()
                .filter(version ->
                        preparation.state(new VersionKey(modelId, version)).isPresent())
                .forEach(told::add);
        List<InstanceReport.Version> versions = told.stream()
                .map(version -> version(new VersionKey(modelId, version), needed, served))
                .toList();
        OptionalInt serving = served.flatMap(model -> model.championAt(now, resident::present))
                .map(champion -> OptionalInt.of(champion.served().version()))
                .orElse(OptionalInt.empty());
        return new InstanceReport.Model(
                modelId,
                timeline.revision(),
                serving,
                versions,
                compared(timeline, counters),
                counters.underOlderRevision(modelId).sum());
    }

    private InstanceReport.Version version(VersionKey key, Set<VersionKey> needed, Optional<ServedModel> served) {
        VersionState known = preparation.state(key).orElseGet(() -> new Preparing(0));
        boolean awaited = known.readiness() == Readiness.READY
                && needed.contains(key)
                && served.filter(model -> model.fixed().contains(key)).isEmpty();
        VersionState state = awaited ? new Preparing(0) : known;
        return version(key, state, counters);
    }

    /** Returns the comparison of the latest step, if it tries a challenger. */
    static Optional<InstanceReport.Compared> compared(Timeline timeline, VersionCounters counters) {
        return timeline.latest()
                .filter(step -> step.challenger().isPresent())
                .map(step -> new InstanceReport.Compared(
                        step.revision(),
                        counters.comparison(timeline.modelId(), step).sum()));
    }

    /** Returns the report of a version in a given state. */
    static InstanceReport.Version version(VersionKey key, VersionState state, VersionCounters counters) {
        VersionCounts counts = counters.predictions(key);
        return new InstanceReport.Version(
                key.version(),
                state.readiness(),
                state.reason(),
                state.millis(),
                counts.predictions(),
                counts.labelled(),
                counts.correct(),
                counts.verified());
    }
}
