package io.elmstream.topology;

import io.elmstream.governor.InstanceReport;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.topology.VersionState.Failed;
import io.elmstream.topology.VersionState.Preparing;
import io.elmstream.topology.VersionState.Ready;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an instance knows of all models, and the snapshot it serves. Artefacts and timelines come in on Kafka's global thread;
 * versions that are in force now or will be are made ready on the given executor, off the data path; stream threads read the
 * snapshot, and load a version themselves only when a late reading asks for one that serves no more. A timeline takes effect here
 * once the versions that it needs now are ready or have failed, so a slow or broken version never takes a good one away.
 */
final class ModelIndex {

    private record StepKey(String modelId, long revision) {}

    private static final Logger LOG = LoggerFactory.getLogger(ModelIndex.class);

    private final VersionLoader loader;
    private final Executor executor;
    private final LongSupplier clock;
    private final ArtefactFiles files;
    private final ResidentVersions resident;
    private final Map<VersionKey, VersionState> states = new ConcurrentHashMap<>();
    private final Map<VersionKey, LongAdder> predictions = new ConcurrentHashMap<>();
    private final Map<StepKey, ComparisonCounts> counts = new ConcurrentHashMap<>();
    private final Map<String, Timeline> timelines = new HashMap<>();
    private volatile ModelsSnapshot snapshot = ModelsSnapshot.empty();

    /**
     * @param executor makes versions ready
     * @param clock in epoch milliseconds
     * @param maxOnDemandBytes what versions that serve no more may take in memory
     */
    ModelIndex(VersionLoader loader, Executor executor, LongSupplier clock, ArtefactFiles files, long maxOnDemandBytes) {
        this.loader = loader;
        this.executor = executor;
        this.clock = clock;
        this.files = files;
        this.resident = new ResidentVersions(maxOnDemandBytes, clock);
    }

    /** The models in force; the same object until something changes. */
    ModelsSnapshot snapshot() {
        return snapshot;
    }

    ResidentVersions resident() {
        return resident;
    }

    /** Takes a version's bytes. */
    synchronized void putArtefact(String modelId, int version, byte[] bytes) {
        take(new VersionKey(modelId, version), key -> files.put(key, bytes));
    }

    /** Takes a part of a version's bytes. */
    synchronized void putPart(String modelId, int version, int part, byte[] bytes) {
        VersionKey key = new VersionKey(modelId, version);
        try {
            files.putPart(key, part, bytes);
        } catch (IOException e) {
            fail(key, e.toString());
        }
    }

    /** Takes note that all parts of a version have come. */
    synchronized void assemble(String modelId, int version, int parts, String digest) {
        take(new VersionKey(modelId, version), key -> files.assemble(key, parts, digest));
    }

    /** Gives a version's bytes up. */
    synchronized void retire(String modelId, int version) {
        VersionKey key = new VersionKey(modelId, version);
        try {
            files.delete(key);
        } catch (IOException e) {
            LOG.warn("could not delete the file of {}: {}", key, e.toString());
        }
        resident.forget(key);
        states.remove(key);
    }

    /** Takes note that a version's bytes cannot be read; one that is ready stays ready. */
    synchronized void putUnusable(String modelId, int version, String reason) {
        VersionKey key = new VersionKey(modelId, version);
        if (!(states.get(key) instanceof Ready)) {
            fail(key, reason);
        }
    }

    /** Takes a model's timeline. */
    synchronized void putTimeline(Timeline timeline) {
        timelines.put(timeline.modelId().value(), timeline);
        refresh(timeline.modelId().value());
    }

    /** Looks again what is in force now, tries again what had no memory, and frees what nobody asked for lately. */
    synchronized void tick() {
        timelines.keySet().forEach(this::refresh);
        resident.freeIdle();
    }

    /** How this instance stands with every model, by model id; for status and health. */
    synchronized Map<String, InstanceReport.Model> health() {
        Map<String, InstanceReport.Model> all = new TreeMap<>();
        timelines.forEach((modelId, timeline) -> all.put(modelId, health(timeline)));
        return all;
    }

    synchronized void clear() throws IOException {
        files.clear();
        timelines.clear();
        states.clear();
        resident.clear();
        snapshot = ModelsSnapshot.empty();
    }

    private InstanceReport.Model health(Timeline timeline) {
        String modelId = timeline.modelId().value();
        Set<Integer> told = new TreeSet<>();
        needed(timeline).forEach(key -> told.add(key.version()));
        timeline.versions().stream().filter(version -> states.containsKey(new VersionKey(modelId, version))).forEach(told::add);
        List<InstanceReport.Version> versions = told.stream()
                .map(version -> {
                    VersionKey key = new VersionKey(modelId, version);
                    VersionState state = states.getOrDefault(key, new Preparing());
                    return new InstanceReport.Version(
                            version, state.readiness(), state.reason(), state.millis(), predictions(key).sum());
                })
                .toList();
        OptionalInt serving = snapshot.model(modelId)
                .flatMap(model -> model.championAt(clock.getAsLong()))
                .map(champion -> OptionalInt.of(champion.served().version()))
                .orElse(OptionalInt.empty());
        Optional<InstanceReport.Compared> compared = timeline.latest()
                .filter(step -> step.challenger().isPresent())
                .map(step -> new InstanceReport.Compared(step.revision(), counts(modelId, step).sum()));
        return new InstanceReport.Model(modelId, timeline.revision(), serving, versions, compared);
    }

    /** The versions that decide about readings of now and later. */
    private Set<VersionKey> needed(Timeline timeline) {
        Set<VersionKey> needed = new HashSet<>();
        List<Step> serving = timeline.serving().toList();
        long now = clock.getAsLong();
        long until = Long.MAX_VALUE;
        for (int i = serving.size() - 1; i >= 0 && until > now; i--) {
            Step step = serving.get(i);
            if (step.effectiveFrom() < until) {
                step.versions().forEach(version -> needed.add(new VersionKey(timeline.modelId().value(), version)));
                until = step.effectiveFrom();
            }
        }
        return needed;
    }

    private interface Taking {
        void take(VersionKey key) throws IOException;
    }

    private void take(VersionKey key, Taking taking) {
        if (states.get(key) instanceof Ready) {
            return;
        }
        try {
            taking.take(key);
            states.remove(key);
        } catch (IOException e) {
            fail(key, e.toString());
            return;
        }
        refresh(key.modelId());
    }

    private void fail(VersionKey key, String reason) {
        states.put(key, new Failed(reason, 0));
        LOG.error("version {} of model {} cannot serve here: {}", key.version(), key.modelId(), reason);
        refresh(key.modelId());
    }

    /** Makes ready what is needed, and publishes the timeline when all of that is done. */
    private void refresh(String modelId) {
        Timeline timeline = timelines.get(modelId);
        if (timeline == null) {
            return;
        }
        Set<VersionKey> needed = needed(timeline);
        for (VersionKey key : needed) {
            prepare(key);
        }
        boolean settled = needed.stream().allMatch(key ->
                resident.pinned(key).isPresent() || states.get(key) instanceof Failed);
        if (settled) {
            publish(timeline, needed);
        }
    }

    private void prepare(VersionKey key) {
        if (resident.pinned(key).isPresent() || states.get(key) instanceof Failed
                || states.get(key) instanceof Preparing) {
            return;
        }
        Optional<LoadedVersion> loaded = resident.present(key);
        if (loaded.isPresent()) {
            resident.pin(key, loaded.get());
            return;
        }
        try {
            Optional<byte[]> bytes = files.read(key);
            if (bytes.isPresent()) {
                Preparing preparing = new Preparing();
                states.put(key, preparing);
                executor.execute(() -> load(key, bytes.get(), preparing));
            }
        } catch (IOException e) {
            fail(key, e.toString());
        }
    }

    private void load(VersionKey key, byte[] bytes, Preparing preparing) {
        long begun = clock.getAsLong();
        try {
            VersionLoader.Result result = loader.load(key.modelId(), key.version(), bytes);
            prepared(key, preparing, result, clock.getAsLong() - begun);
        } catch (OutOfMemoryError e) {
            // no fault of the version: the last good one serves, and the next tick tries again
            LOG.error("no memory to make version {} of model {} ready, trying again", key.version(), key.modelId());
            states.remove(key, preparing);
        }
    }

    private synchronized void prepared(VersionKey key, Preparing preparing, VersionLoader.Result result, long millis) {
        if (states.get(key) != preparing) {
            return;
        }
        if (result instanceof VersionLoader.Loaded loaded) {
            states.put(key, new Ready(millis));
            resident.pin(key, new LoadedVersion(key, loaded, predictions(key)));
        } else {
            String reason = ((VersionLoader.Unusable) result).reason();
            LOG.error("version {} of model {} cannot serve here: {}", key.version(), key.modelId(), reason);
            states.put(key, new Failed(reason, millis));
        }
        refresh(key.modelId());
    }

    private void publish(Timeline timeline, Set<VersionKey> needed) {
        String modelId = timeline.modelId().value();
        ServedModel before = snapshot.models().get(modelId);
        Set<VersionKey> serving = needed.stream()
                .filter(key -> resident.pinned(key).isPresent())
                .collect(Collectors.toUnmodifiableSet());
        if (before == null || before.timeline() != timeline || !before.fixed().equals(serving)) {
            ServedModel served = ServedModel.of(timeline, serving, new Versions(modelId, serving));
            Map<String, ServedModel> models = new HashMap<>(snapshot.models());
            models.put(modelId, served);
            snapshot = new ModelsSnapshot(models);
            forgetOld(timeline);
        }
        resident.keepPinned(modelId, needed);
    }

    private void forgetOld(Timeline timeline) {
        String modelId = timeline.modelId().value();
        Set<Integer> named = timeline.versions();
        Set<Long> revisions = timeline.serving().map(Step::revision).collect(Collectors.toSet());
        states.keySet().removeIf(key -> key.modelId().equals(modelId) && !named.contains(key.version()));
        predictions.keySet().removeIf(key -> key.modelId().equals(modelId) && !named.contains(key.version()));
        counts.keySet().removeIf(key -> key.modelId().equals(modelId) && !revisions.contains(key.revision()));
    }

    private LongAdder predictions(VersionKey key) {
        return predictions.computeIfAbsent(key, counted -> new LongAdder());
    }

    private ComparisonCounts counts(String modelId, Step step) {
        return counts.computeIfAbsent(new StepKey(modelId, step.revision()), counted -> new ComparisonCounts());
    }

    /** Loads a version on the thread of the reading that asks for it. */
    private Optional<LoadedVersion> loadNow(VersionKey key) {
        long begun = clock.getAsLong();
        try {
            Optional<VersionLoader.Result> result =
                    files.read(key).map(bytes -> loader.load(key.modelId(), key.version(), bytes));
            if (result.isPresent() && result.get() instanceof VersionLoader.Unusable unusable) {
                states.put(key, new Failed(unusable.reason(), clock.getAsLong() - begun));
            }
            return result.filter(VersionLoader.Loaded.class::isInstance)
                    .map(loaded -> new LoadedVersion(key, (VersionLoader.Loaded) loaded, predictions(key)));
        } catch (IOException e) {
            states.put(key, new Failed(e.toString(), clock.getAsLong() - begun));
            return Optional.empty();
        }
    }

    /** The versions of one model, as a snapshot sees them. */
    private final class Versions implements ServedModel.Versions {

        private final String modelId;
        private final Map<Integer, LoadedVersion> fixed = new HashMap<>();
        private final Set<Integer> failed = new HashSet<>();

        Versions(String modelId, Set<VersionKey> serving) {
            this.modelId = modelId;
            serving.forEach(key -> fixed.put(key.version(), resident.pinned(key).orElseThrow()));
            states.forEach((key, state) -> {
                if (key.modelId().equals(modelId) && state instanceof Failed) {
                    failed.add(key.version());
                }
            });
        }

        @Override
        public Optional<ReadyVersion> find(int version, Step step) {
            LoadedVersion loaded = fixed.get(version);
            if (loaded != null) {
                return Optional.of(loaded.at(step.revision()));
            }
            VersionKey key = new VersionKey(modelId, version);
            return failed.contains(version) || states.get(key) instanceof Failed
                    ? Optional.empty()
                    : resident.find(key, ModelIndex.this::loadNow).map(found -> found.at(step.revision()));
        }

        @Override
        public boolean isFixed(int version) {
            return fixed.containsKey(version) || failed.contains(version);
        }

        @Override
        public ComparisonCounts counts(Step step) {
            return ModelIndex.this.counts(modelId, step);
        }
    }
}
