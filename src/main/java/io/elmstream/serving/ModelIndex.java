package io.elmstream.serving;

import io.elmstream.activity.VersionActivity;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Step.Deployment;
import io.elmstream.rollout.Timeline;
import io.elmstream.wire.CountedQuality;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
 * The models and rule sets that an instance knows, and the snapshot it serves. Artefacts and timelines arrive on
 * Kafka's global thread; versions that are or will be in force are prepared on the given executor, off the data path;
 * stream threads read the snapshot, and never load a version themselves. A timeline takes effect here when the versions
 * that it needs now are ready or have failed, so a slow or broken version never displaces a good one. Temporary
 * failures are retried.
 */
public final class ModelIndex {

    private static final Logger LOG = LoggerFactory.getLogger(ModelIndex.class);

    private final LongSupplier clock;
    private final ArtefactFiles files;
    private final ResidentVersions resident;
    private final VersionCounters counters = new VersionCounters();
    private final VersionPreparation preparation;
    private final LateLoads lateLoads;
    private final RuleSets ruleSets;
    private final long maxOnDemandBytes;
    private final Map<ModelId, Timeline> timelines = new ConcurrentHashMap<>();
    private final Map<ModelId, Learning> learning = new ConcurrentHashMap<>();
    private final Map<ModelId, Integer> newest = new ConcurrentHashMap<>();
    /** Versions whose bytes arrived but could not be stored: they have to be read from the topic again. */
    private final Set<VersionKey> lost = ConcurrentHashMap.newKeySet();

    private final Map<ModelId, Long> warnedOf = new HashMap<>();
    private volatile ModelsSnapshot snapshot = ModelsSnapshot.empty();

    /**
     * Creates an empty index with rule sets.
     *
     * @param executor prepares versions
     * @param late loads versions that no longer serve
     * @param clock in epoch milliseconds
     * @param maxOnDemandBytes the memory for versions that no longer serve
     */
    public ModelIndex(
            VersionLoader loader,
            Executor executor,
            Executor late,
            LongSupplier clock,
            ArtefactFiles files,
            long maxOnDemandBytes) {
        this(loader, executor, late, clock, files, maxOnDemandBytes, true);
    }

    /**
     * Creates an empty index.
     *
     * @param executor prepares versions
     * @param late loads versions that no longer serve
     * @param clock in epoch milliseconds
     * @param maxOnDemandBytes the memory for versions that no longer serve
     * @param rules whether rule sets judge predictions
     */
    public ModelIndex(
            VersionLoader loader,
            Executor executor,
            Executor late,
            LongSupplier clock,
            ArtefactFiles files,
            long maxOnDemandBytes,
            boolean rules) {
        this.maxOnDemandBytes = maxOnDemandBytes;
        this.clock = clock;
        this.files = files;
        this.resident = new ResidentVersions(maxOnDemandBytes, clock);
        this.preparation = new VersionPreparation(loader, executor, clock, files, resident, counters, this::prepared);
        this.lateLoads = new LateLoads(late, preparation::loadLate);
        this.ruleSets = new RuleSets(executor, clock, files, counters, rules, this::prepared, this::publish);
    }

    /** Returns the models in force; the same object until something changes. */
    public ModelsSnapshot snapshot() {
        return snapshot;
    }

    public ResidentVersions resident() {
        return resident;
    }

    /** Returns the versions for the late readings of one task. */
    public LateVersions late() {
        return new LateVersions(resident, lateLoads, maxOnDemandBytes, clock);
    }

    /** Returns the clock for preparing and freeing versions, in milliseconds. */
    public LongSupplier clock() {
        return clock;
    }

    /**
     * Returns the versions whose bytes arrived but could not be stored, for example because the disk was full.
     * Thread-safe.
     */
    public Set<VersionKey> lost() {
        return Set.copyOf(lost);
    }

    /** Returns whether a model learns, and how; empty if that was never set. Thread-safe. */
    public Optional<Learning> learning(ModelId modelId) {
        return Optional.ofNullable(learning.get(modelId));
    }

    /**
     * Returns the highest version number that was ever published of a model, also of a version that is retired or whose
     * bytes cannot be read; empty if there is none. Thread-safe.
     */
    public OptionalInt newest(ModelId modelId) {
        Integer found = newest.get(modelId);
        return found == null ? OptionalInt.empty() : OptionalInt.of(found);
    }

    /**
     * Reads a version again, whether or not it serves. It takes as long as reading a file; not for threads that score.
     * Thread-safe.
     *
     * @return empty if it is not here, or cannot be read now
     */
    public Optional<Artefact> artefact(VersionKey key) {
        try {
            Optional<byte[]> bytes = files.read(key);
            return bytes.isPresent() ? Optional.of(ArtefactFormat.read(bytes.get())) : Optional.empty();
        } catch (IOException | ArtefactException e) {
            LOG.warn("could not read {} again: {}", key, e.toString());
            return Optional.empty();
        }
    }

    /** Counts predictions whose event time belongs to a step that was not known here in time. Thread-safe. */
    public void underOlderRevision(ModelId modelId, long predictions) {
        if (predictions > 0) {
            counters.underOlderRevision(modelId).add(predictions);
        }
    }

    /** Adds the bytes of a version. */
    public synchronized void putArtefact(VersionKey key, byte[] bytes) {
        take(key, () -> files.put(key, bytes));
    }

    /** Adds a part of the bytes of a version. */
    public synchronized void putPart(VersionKey key, int part, byte[] bytes) {
        number(key);
        try {
            files.putPart(key, part, bytes);
        } catch (IOException e) {
            lose(key, e);
        }
    }

    /** Assembles a version whose parts have all arrived. */
    public synchronized void assemble(VersionKey key, int parts, String digest) {
        take(key, () -> files.assemble(key, parts, digest));
    }

    /** Discards the bytes of a version. */
    public synchronized void retire(VersionKey key) {
        number(key);
        try {
            files.delete(key);
        } catch (IOException e) {
            LOG.warn("could not delete the file of {}: {}", key, e.toString());
        }
        resident.forget(key);
        reset(key);
        lost.remove(key);
    }

    /** Records that the bytes of a version cannot be read; a version that is ready stays ready. */
    public synchronized void putUnusable(VersionKey key, String reason) {
        number(key);
        if (!isReady(key)) {
            fail(key, reason);
        }
    }

    /** Sets the timeline of a model, or of the rule sets of a model. */
    public synchronized void putTimeline(Timeline timeline) {
        if (isRuleSet(timeline.modelId())) {
            ruleSets.put(timeline);
        } else {
            timelines.put(timeline.modelId(), timeline);
        }
        refresh(timeline.modelId());
    }

    /** Sets whether a model learns. */
    public void putLearning(ModelId modelId, Learning told) {
        learning.put(modelId, told);
    }

    private void number(VersionKey key) {
        newest.merge(key.modelId(), key.version(), Math::max);
    }

    private static boolean isRuleSet(ModelId id) {
        return id.ruled().isPresent();
    }

    private boolean isReady(VersionKey key) {
        return preparation.isReady(key) || ruleSets.isReady(key);
    }

    private void reset(VersionKey key) {
        preparation.reset(key);
        ruleSets.reset(key);
    }

    /**
     * Checks which versions are in force now and which are missing, retries those for which there was not enough
     * memory, and frees those not used lately.
     */
    public synchronized void tick() {
        timelines.forEach((modelId, timeline) -> {
            refresh(modelId);
            if (preparation.hinderMissing(needed(timeline))) {
                refresh(modelId);
            }
            preparation.forgetDue(modelId, needed(timeline));
        });
        ruleSets.tick();
        resident.freeIdle();
        timelines.keySet().forEach(this::warn);
    }

    private void warn(ModelId modelId) {
        long all = counters.underOlderRevision(modelId).sum();
        Long warned = warnedOf.put(modelId, all);
        long since = all - (warned == null ? 0 : warned);
        if (since > 0) {
            LOG.warn(
                    "a step of model {} became known here only after it took effect: {} predictions were made under an"
                            + " older revision",
                    modelId,
                    since);
        }
    }

    /**
     * Returns the health of every model, and of its rule sets, on this instance, by model id. It takes no lock, and
     * nothing that decides about models waits for it.
     */
    public Map<ModelId, InstanceReport.Model> health() {
        Map<ModelId, InstanceReport.Model> all = new TreeMap<>();
        timelines.forEach((modelId, timeline) -> all.put(modelId, health(timeline)));
        all.putAll(ruleSets.health());
        return all;
    }

    /**
     * Returns what was counted here of the versions in timelines whose files say what to expect, since this process
     * started. The difference of two of them is what was counted in between. Thread-safe.
     */
    public List<CountedQuality> quality() {
        return counters.qualities();
    }

    /** Returns what was done here with the versions of models in timelines, since this process started. Thread-safe. */
    public List<VersionActivity> activity() {
        return counters.activity(resident::bytes);
    }

    /** Returns how many predictions were too unsure to be used, by version. Thread-safe. */
    public Map<VersionKey, Long> abstained() {
        return counters.abstained();
    }

    public synchronized void clear() throws IOException {
        files.clear();
        timelines.clear();
        learning.clear();
        newest.clear();
        lost.clear();
        preparation.clear();
        ruleSets.clear();
        resident.clear();
        snapshot = ModelsSnapshot.empty();
    }

    private InstanceReport.Model health(Timeline timeline) {
        return new ModelHealth(preparation, resident, counters)
                .of(timeline, needed(timeline), snapshot.model(timeline.modelId()), clock.getAsLong());
    }

    /**
     * Returns the versions that decide readings of now and later; if a champion cannot serve, also the one before it.
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

    private interface ArtefactWrite {
        void take() throws IOException;
    }

    private void take(VersionKey key, ArtefactWrite taking) {
        number(key);
        if (isReady(key)) {
            return;
        }
        try {
            taking.take();
            lost.remove(key);
            reset(key);
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
        String reason = "its bytes could not be stored: " + cause;
        if (isRuleSet(key.modelId())) {
            ruleSets.fail(key, reason);
        } else {
            preparation.hinder(key, reason);
        }
        refresh(key.modelId());
    }

    private void fail(VersionKey key, String reason) {
        if (isRuleSet(key.modelId())) {
            ruleSets.fail(key, reason);
        } else {
            preparation.fail(key, reason);
        }
        refresh(key.modelId());
    }

    /** Prepares the versions that are needed, and publishes the timeline when all of them are done. */
    private void refresh(ModelId modelId) {
        ruleSets.refresh(modelId);
        Timeline timeline = timelines.get(modelId);
        if (timeline == null) {
            return;
        }
        Set<VersionKey> needed = Set.of();
        // if one fails at once, the one before it is needed
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

    private void publish(ModelId ruled, ServedRuleSets sets) {
        snapshot = snapshot.with(ruled, sets);
    }

    private void publish(Timeline timeline, Set<VersionKey> needed) {
        Optional<ServedModel> before = snapshot.model(timeline.modelId());
        Set<VersionKey> serving =
                needed.stream().filter(key -> resident.pinned(key).isPresent()).collect(Collectors.toUnmodifiableSet());
        if (before.isPresent() && serving.isEmpty() && !needed.stream().allMatch(preparation::hasFailedForGood)) {
            // the present version serves until there is a replacement
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
