package io.elmstream.serving;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.Step.Deployment;
import io.elmstream.rollout.Timeline;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an instance knows of all models, and the snapshot it serves. Artefacts and timelines come in on Kafka's global
 * thread; versions that are in force now or will be are made ready on the given executor, off the data path; stream
 * threads read the snapshot, and never load a version themselves. A timeline takes effect here once the versions that
 * it needs now are ready or have failed, so a slow or broken version never takes a good one away. What failed for a
 * reason that can pass is tried again.
 */
public final class ModelIndex {

    private static final Logger LOG = LoggerFactory.getLogger(ModelIndex.class);

    private final LongSupplier clock;
    private final ArtefactFiles files;
    private final ResidentVersions resident;
    private final VersionCounters counters = new VersionCounters();
    private final VersionPreparation preparation;
    private final LateLoads lateLoads;
    private final long maxOnDemandBytes;
    private final Map<ModelId, Timeline> timelines = new ConcurrentHashMap<>();
    /** Versions whose bytes came and could not be kept: they have to be read from the topic once more. */
    private final Set<VersionKey> lost = ConcurrentHashMap.newKeySet();

    private final Map<ModelId, Long> warnedOf = new HashMap<>();
    private volatile ModelsSnapshot snapshot = ModelsSnapshot.empty();

    /**
     * @param executor makes versions ready
     * @param late loads versions that serve no more
     * @param clock in epoch milliseconds
     * @param maxOnDemandBytes what versions that serve no more may take in memory
     */
    public ModelIndex(
            VersionLoader loader,
            Executor executor,
            Executor late,
            LongSupplier clock,
            ArtefactFiles files,
            long maxOnDemandBytes) {
        this.maxOnDemandBytes = maxOnDemandBytes;
        this.clock = clock;
        this.files = files;
        this.resident = new ResidentVersions(maxOnDemandBytes, clock);
        this.preparation = new VersionPreparation(loader, executor, clock, files, resident, counters, this::prepared);
        this.lateLoads = new LateLoads(late, preparation::loadLate);
    }

    /** The models in force; the same object until something changes. */
    public ModelsSnapshot snapshot() {
        return snapshot;
    }

    public ResidentVersions resident() {
        return resident;
    }

    /** For the late readings of one task. */
    public LateVersions late() {
        return new LateVersions(resident, lateLoads, maxOnDemandBytes, clock);
    }

    /** What versions are made ready and given up by, in milliseconds. */
    public LongSupplier clock() {
        return clock;
    }

    /** The versions whose bytes came and could not be kept, as when the disk was full. Safe for threads. */
    public Set<VersionKey> lost() {
        return Set.copyOf(lost);
    }

    /** Takes note of predictions whose event time a step decides that was not known here in time. Safe for threads. */
    public void underOlderRevision(ModelId modelId, long predictions) {
        if (predictions > 0) {
            counters.underOlderRevision(modelId).add(predictions);
        }
    }

    /** Takes a version's bytes. */
    public synchronized void putArtefact(VersionKey key, byte[] bytes) {
        take(key, () -> files.put(key, bytes));
    }

    /** Takes a part of a version's bytes. */
    public synchronized void putPart(VersionKey key, int part, byte[] bytes) {
        try {
            files.putPart(key, part, bytes);
        } catch (IOException e) {
            lose(key, e);
        }
    }

    /** Takes note that all parts of a version have come. */
    public synchronized void assemble(VersionKey key, int parts, String digest) {
        take(key, () -> files.assemble(key, parts, digest));
    }

    /** Gives a version's bytes up. */
    public synchronized void retire(VersionKey key) {
        try {
            files.delete(key);
        } catch (IOException e) {
            LOG.warn("could not delete the file of {}: {}", key, e.toString());
        }
        resident.forget(key);
        preparation.reset(key);
        lost.remove(key);
    }

    /** Takes note that a version's bytes cannot be read; one that is ready stays ready. */
    public synchronized void putUnusable(VersionKey key, String reason) {
        if (!preparation.isReady(key)) {
            fail(key, reason);
        }
    }

    /** Takes a model's timeline. */
    public synchronized void putTimeline(Timeline timeline) {
        timelines.put(timeline.modelId(), timeline);
        refresh(timeline.modelId());
    }

    /**
     * Looks again what is in force now and what is missing, tries again what had no memory, and frees what nobody asked
     * for lately.
     */
    public synchronized void tick() {
        timelines.forEach((modelId, timeline) -> {
            refresh(modelId);
            if (preparation.hinderMissing(needed(timeline))) {
                refresh(modelId);
            }
            preparation.forgetDue(modelId, needed(timeline));
        });
        resident.freeIdle();
        timelines.keySet().forEach(this::warn);
    }

    private void warn(ModelId modelId) {
        long all = counters.underOlderRevision(modelId).sum();
        Long warned = warnedOf.put(modelId, all);
        long since = all - (warned == null ? 0 : warned);
        if (since > 0) {
            LOG.warn(
                    "a step of model {} was known here only after it took effect: {} predictions were made under an"
                            + " older revision",
                    modelId,
                    since);
        }
    }

    /**
     * How this instance stands with every model, by model id; for status and health. It waits for no lock, and nothing
     * that decides about models waits for it.
     */
    public Map<ModelId, InstanceReport.Model> health() {
        Map<ModelId, InstanceReport.Model> all = new TreeMap<>();
        timelines.forEach((modelId, timeline) -> all.put(modelId, health(timeline)));
        return all;
    }

    public synchronized void clear() throws IOException {
        files.clear();
        timelines.clear();
        lost.clear();
        preparation.clear();
        resident.clear();
        snapshot = ModelsSnapshot.empty();
    }

    private InstanceReport.Model health(Timeline timeline) {
        return new ModelHealth(preparation, resident, counters)
                .of(timeline, needed(timeline), snapshot.model(timeline.modelId()), clock.getAsLong());
    }

    /**
     * The versions that decide about readings of now and later; where a champion cannot serve, also the one below it.
     */
    private Set<VersionKey> needed(Timeline timeline) {
        Set<VersionKey> needed = new HashSet<>();
        List<Deployment> serving = timeline.serving().toList();
        long now = clock.getAsLong();
        long until = Long.MAX_VALUE;
        for (int i = serving.size() - 1; i >= 0 && until > now; i--) {
            Deployment step = serving.get(i);
            if (step.effectiveFrom() < until) {
                step.versions().forEach(version -> needed.add(new VersionKey(timeline.modelId(), version)));
                until = preparation.hasFailed(new VersionKey(timeline.modelId(), step.champion()))
                        ? until
                        : step.effectiveFrom();
            }
        }
        return needed;
    }

    private interface Taking {
        void take() throws IOException;
    }

    private void take(VersionKey key, Taking taking) {
        if (preparation.isReady(key)) {
            return;
        }
        try {
            taking.take();
            lost.remove(key);
            preparation.reset(key);
        } catch (ArtefactFiles.BadPartsException e) {
            if (lost.contains(key)) {
                lose(key, e);
            } else {
                fail(key, String.valueOf(e.getMessage()));
            }
            return;
        } catch (IOException e) {
            lose(key, e);
            return;
        }
        refresh(key.modelId());
    }

    private void lose(VersionKey key, IOException cause) {
        lost.add(key);
        preparation.hinder(key, "its bytes could not be kept: " + cause);
        refresh(key.modelId());
    }

    private void fail(VersionKey key, String reason) {
        preparation.fail(key, reason);
        refresh(key.modelId());
    }

    /** Makes ready what is needed, and publishes the timeline when all of that is done. */
    private void refresh(ModelId modelId) {
        Timeline timeline = timelines.get(modelId);
        if (timeline == null) {
            return;
        }
        Set<VersionKey> needed = Set.of();
        // one that fails at once needs the one below it
        while (!needed.equals(needed(timeline))) {
            needed = needed(timeline);
            needed.forEach(preparation::begin);
        }
        boolean settled =
                needed.stream().allMatch(key -> resident.pinned(key).isPresent() || preparation.hasFailed(key));
        if (settled) {
            publish(timeline, needed);
        }
    }

    private synchronized void prepared(VersionKey key, BooleanSupplier take) {
        if (take.getAsBoolean()) {
            refresh(key.modelId());
        }
    }

    private void publish(Timeline timeline, Set<VersionKey> needed) {
        Optional<ServedModel> before = snapshot.model(timeline.modelId());
        Set<VersionKey> serving =
                needed.stream().filter(key -> resident.pinned(key).isPresent()).collect(Collectors.toUnmodifiableSet());
        if (before.isPresent() && serving.isEmpty() && !needed.stream().allMatch(preparation::hasFailedForGood)) {
            // what serves goes on until there is something in its place
            return;
        }
        boolean isInForce = before.filter(
                        model -> model.timeline() == timeline && model.fixed().equals(serving))
                .isPresent();
        if (!isInForce) {
            ServedModel served = ServedModel.of(
                    timeline,
                    serving,
                    new ReachableVersions(timeline, needed, serving, resident, preparation, counters));
            snapshot = snapshot.with(served);
            preparation.keepOnly(timeline);
            counters.keepOnly(timeline);
        }
        resident.keepPinned(timeline.modelId(), needed);
    }
}
