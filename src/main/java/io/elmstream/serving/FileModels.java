package io.elmstream.serving;

import io.elmstream.kernel.ForwardPass;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Models from files, without a models topic: of each model, the highest version is the champion, and the others are
 * reachable by their numbers.
 */
public final class FileModels {

    /** The memory for versions that are asked for by number. */
    private static final long CACHE_BYTES = 64L * 1024 * 1024;

    private FileModels() {}

    /**
     * Returns an index that serves the files.
     *
     * @param files the bytes of the model files
     * @param folder for copies of the files, used by no one else
     * @param executor loads versions that are asked for by number
     * @param clock in epoch milliseconds
     */
    public static ModelIndex index(Map<VersionKey, byte[]> files, Path folder, Executor executor, LongSupplier clock) {
        ModelIndex index = new ModelIndex(
                new VersionLoader(ForwardPass.fastest()),
                Runnable::run,
                executor,
                clock,
                new ArtefactFiles(folder),
                CACHE_BYTES);
        Map<ModelId, SortedSet<Integer>> versions = new TreeMap<>();
        files.forEach((key, bytes) -> {
            index.putArtefact(key, bytes);
            versions.computeIfAbsent(key.modelId(), each -> new TreeSet<>()).add(key.version());
        });
        versions.forEach((id, all) -> index.putTimeline(timeline(id, all, clock.getAsLong())));
        return index;
    }

    private static Timeline timeline(ModelId id, SortedSet<Integer> versions, long now) {
        Timeline timeline = Timeline.empty(id);
        for (int version : versions) {
            timeline = timeline.with(
                    Step.champion(timeline.revision() + 1, Step.BEGINNING, version, "served from a file", now));
        }
        return timeline;
    }

    /** Returns why a version cannot serve, if one cannot. */
    public static Optional<String> trouble(ModelIndex index) {
        return index.health().values().stream()
                .flatMap(model -> model.failed().entrySet().stream()
                        .map(failed -> "version " + failed.getKey() + " of model " + model.modelId() + " cannot serve: "
                                + failed.getValue()))
                .findFirst();
    }
}
