package io.elmstream.topology;

import io.elmstream.kernel.PackedModel;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.wire.ServedVersion;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What an instance knows of all models, and the snapshot it serves. Artefacts and timelines come in on Kafka's global thread;
 * versions that a timeline names are made ready on the given executor, off the data path; stream threads only read the
 * snapshot. A timeline takes effect here once all its versions are ready or have failed, so a slow or broken version never
 * takes a good one away.
 */
final class ModelIndex {

    private record Key(String modelId, int version) {}

    /** What became of making a version ready. */
    private sealed interface Readiness {}

    private record Preparing() implements Readiness {}

    private record Ready(PackedModel packed, List<String> labels) implements Readiness {}

    private record Failed(String reason) implements Readiness {}

    private final VersionLoader loader;
    private final Executor executor;
    private final Map<Key, byte[]> artefacts = new HashMap<>();
    private final Map<String, Timeline> timelines = new HashMap<>();
    private final Map<Key, Readiness> readiness = new HashMap<>();
    private volatile ModelsSnapshot snapshot = ModelsSnapshot.empty();

    ModelIndex(VersionLoader loader, Executor executor) {
        this.loader = loader;
        this.executor = executor;
    }

    /** The models in force; the same object until something changes. */
    ModelsSnapshot snapshot() {
        return snapshot;
    }

    /** Takes a version's bytes. */
    synchronized void putArtefact(String modelId, int version, byte[] bytes) {
        Key key = new Key(modelId, version);
        if (readiness.get(key) instanceof Ready) {
            return;
        }
        artefacts.put(key, bytes);
        readiness.remove(key);
        prepareNamed(modelId);
    }

    /** Takes note that a version's bytes cannot be read; one that is ready stays ready. */
    synchronized void putUnusable(String modelId, int version, String reason) {
        Key key = new Key(modelId, version);
        if (!(readiness.get(key) instanceof Ready)) {
            artefacts.remove(key);
            readiness.put(key, new Failed(reason));
            publish(modelId);
        }
    }

    /** Takes a model's timeline. */
    synchronized void putTimeline(Timeline timeline) {
        String modelId = timeline.modelId().value();
        timelines.put(modelId, timeline);
        prepareNamed(modelId);
        publish(modelId);
    }

    /** What this instance serves and what it cannot, by model id; for status and health. */
    synchronized Map<String, ModelHealth> health() {
        Map<String, ModelHealth> all = new TreeMap<>();
        timelines.forEach((modelId, timeline) -> {
            Map<Integer, String> failed = new TreeMap<>();
            Set<Integer> preparing = new HashSet<>();
            for (int version : named(timeline)) {
                Readiness state = readiness.get(new Key(modelId, version));
                if (state instanceof Failed failure) {
                    failed.put(version, failure.reason());
                } else if (!(state instanceof Ready)) {
                    preparing.add(version);
                }
            }
            Optional<ServedVersion> serving =
                    snapshot.model(modelId).flatMap(model -> model.at(Long.MAX_VALUE)).map(ReadyVersion::served);
            all.put(modelId, new ModelHealth(serving, preparing, failed));
        });
        return all;
    }

    synchronized void clear() {
        artefacts.clear();
        timelines.clear();
        readiness.clear();
        snapshot = ModelsSnapshot.empty();
    }

    private static Set<Integer> named(Timeline timeline) {
        Set<Integer> versions = new HashSet<>();
        timeline.steps().stream().filter(Step::stands).forEach(step -> versions.add(step.champion()));
        return versions;
    }

    private void prepareNamed(String modelId) {
        Timeline timeline = timelines.get(modelId);
        if (timeline == null) {
            return;
        }
        for (int version : named(timeline)) {
            Key key = new Key(modelId, version);
            byte[] bytes = artefacts.get(key);
            if (bytes != null && !readiness.containsKey(key)) {
                readiness.put(key, new Preparing());
                executor.execute(() -> prepare(key, bytes));
            }
        }
    }

    private void prepare(Key key, byte[] bytes) {
        VersionLoader.Result loaded = loader.load(key.modelId(), key.version(), bytes);
        Readiness result = loaded instanceof VersionLoader.Loaded ok
                ? new Ready(ok.packed(), ok.labels())
                : new Failed(((VersionLoader.Unusable) loaded).reason());
        prepared(key, bytes, result);
    }

    private synchronized void prepared(Key key, byte[] bytes, Readiness result) {
        if (artefacts.get(key) == bytes) {
            readiness.put(key, result);
            publish(key.modelId());
        }
    }

    private void publish(String modelId) {
        Timeline timeline = timelines.get(modelId);
        if (timeline == null || !settled(modelId, timeline)) {
            return;
        }
        ServedModel served = ServedModel.of(timeline, step -> ready(modelId, step));
        Map<String, ServedModel> models = new HashMap<>(snapshot.models());
        models.put(modelId, served);
        snapshot = new ModelsSnapshot(models);
    }

    private boolean settled(String modelId, Timeline timeline) {
        return named(timeline).stream().allMatch(version -> {
            @Nullable Readiness state = readiness.get(new Key(modelId, version));
            return state instanceof Ready || state instanceof Failed;
        });
    }

    private Optional<ReadyVersion> ready(String modelId, Step step) {
        return readiness.get(new Key(modelId, step.champion())) instanceof Ready ready
                ? Optional.of(new ReadyVersion(
                        ready.packed(),
                        new ServedVersion(modelId, step.champion(), step.revision(), ready.labels())))
                : Optional.empty();
    }
}
