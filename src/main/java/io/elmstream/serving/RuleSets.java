package io.elmstream.serving;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.InstanceReport.Readiness;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.rules.CompiledRules;
import io.elmstream.rules.RuleCompiler;
import io.elmstream.rules.RuleSetException;
import io.elmstream.rules.RuleSetFormat;
import io.elmstream.serving.VersionState.Failed;
import io.elmstream.serving.VersionState.Preparing;
import io.elmstream.serving.VersionState.Ready;
import io.elmstream.serving.VersionState.Retry;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rule sets that an instance knows. They are compiled on the executor, off the data path. A timeline takes effect
 * when every version that it names is compiled or has failed, so a rule set that this instance cannot compile never
 * displaces a good one. Any thread may ask for the health; the rest requires the lock of the {@link ModelIndex}.
 */
final class RuleSets {

    private static final Logger LOG = LoggerFactory.getLogger(RuleSets.class);

    private static final String OFF =
            "rules.enabled is false on this instance, so rule sets judge nothing here; set it to true on all instances";

    private static final String MISSING = "it is not on the models topic; publish the same rule set again";

    private final Executor executor;
    private final LongSupplier clock;
    private final ArtefactFiles files;
    private final VersionCounters counters;
    private final boolean enabled;
    private final VersionPreparation.Ended ended;
    private final BiConsumer<ModelId, ServedRuleSets> publish;
    private final Map<VersionKey, VersionState> states = new ConcurrentHashMap<>();
    private final Map<VersionKey, CompiledRules> compiled = new HashMap<>();
    private final Map<ModelId, Timeline> timelines = new ConcurrentHashMap<>();
    private final Map<ModelId, ServedRuleSets> inForce = new ConcurrentHashMap<>();

    /**
     * Creates an empty record.
     *
     * @param clock in epoch milliseconds
     * @param enabled whether rule sets judge here; otherwise each version fails, with this as its reason
     * @param ended takes the lock and records the result when a version was compiled or has failed
     * @param publish receives the rule sets of a model that take effect
     */
    RuleSets(
            Executor executor,
            LongSupplier clock,
            ArtefactFiles files,
            VersionCounters counters,
            boolean enabled,
            VersionPreparation.Ended ended,
            BiConsumer<ModelId, ServedRuleSets> publish) {
        this.executor = executor;
        this.clock = clock;
        this.files = files;
        this.counters = counters;
        this.enabled = enabled;
        this.ended = ended;
        this.publish = publish;
    }

    boolean isReady(VersionKey key) {
        return compiled.containsKey(key);
    }

    /** Removes the state of a version. */
    void reset(VersionKey key) {
        states.remove(key);
        compiled.remove(key);
    }

    void fail(VersionKey key, String reason) {
        states.put(key, failed(reason, 0));
        LOG.error("{} cannot be used here: {}", key, reason);
    }

    /** Sets the timeline of the rule sets of a model. */
    void put(Timeline timeline) {
        timelines.put(timeline.modelId(), timeline);
    }

    void clear() {
        states.clear();
        compiled.clear();
        timelines.clear();
        inForce.clear();
    }

    /** Prepares the versions that a timeline names, and publishes it when all of them are done. */
    void refresh(ModelId id) {
        Timeline timeline = timelines.get(id);
        if (timeline == null) {
            return;
        }
        List<VersionKey> named = named(timeline);
        named.forEach(this::begin);
        if (named.stream().noneMatch(key -> states.get(key) instanceof Preparing)) {
            publish(timeline);
        }
    }

    private static List<VersionKey> named(Timeline timeline) {
        return timeline.versions().stream()
                .filter(version -> version != Step.NONE)
                .sorted()
                .map(version -> new VersionKey(timeline.modelId(), version))
                .toList();
    }

    /** Tries again what failed temporarily, if it is time. */
    void tick() {
        timelines.keySet().forEach(this::refresh);
    }

    private boolean isDue(VersionState state) {
        return state instanceof Failed failed
                && failed.retry()
                        .filter(retry -> retry.at() <= clock.getAsLong())
                        .isPresent();
    }

    private void begin(VersionKey key) {
        VersionState known = states.get(key);
        if (known != null && !isDue(known)) {
            return;
        }
        if (!enabled) {
            states.put(key, failed(OFF, 0));
            LOG.warn("{} judges nothing here: {}", key, OFF);
            return;
        }
        try {
            Optional<byte[]> artefact = files.read(key);
            if (artefact.isEmpty()) {
                fail(key, MISSING);
                return;
            }
            Preparing attempt = new Preparing(0);
            states.put(key, attempt);
            executor.execute(() -> prepare(key, artefact.get(), attempt));
        } catch (IOException e) {
            int failures = known instanceof Failed failed
                    ? failed.retry().map(Retry::failures).orElse(0)
                    : 0;
            Retry next = Retry.after(failures + 1, clock.getAsLong());
            states.put(key, new Failed(e.toString(), 0, Optional.of(next)));
            LOG.warn(
                    "{} cannot be used here now, trying again in {} s: {}",
                    key,
                    (next.at() - clock.getAsLong()) / 1_000,
                    e.toString());
        }
    }

    private void prepare(VersionKey key, byte[] artefact, Preparing attempt) {
        long begun = clock.getAsLong();
        try {
            CompiledRules rules = new RuleCompiler().compile(RuleSetFormat.read(artefact));
            end(key, attempt, Optional.of(rules), new Ready(clock.getAsLong() - begun));
        } catch (RuleSetException e) {
            end(key, attempt, Optional.empty(), failed(String.valueOf(e.getMessage()), clock.getAsLong() - begun));
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            // whatever a rule set does to the compiler, the last good one continues to judge
            end(key, attempt, Optional.empty(), failed(e.toString(), clock.getAsLong() - begun));
        }
    }

    private void end(VersionKey key, Preparing attempt, Optional<CompiledRules> rules, VersionState state) {
        state.reason().ifPresent(reason -> LOG.error("{} cannot be used here: {}", key, reason));
        ended.ended(key, () -> {
            boolean isLatest = states.replace(key, attempt, state);
            if (isLatest) {
                rules.ifPresent(found -> compiled.put(key, found));
            }
            return isLatest;
        });
    }

    private static Failed failed(String reason, long millis) {
        return new Failed(reason, millis, Optional.empty());
    }

    private void publish(Timeline timeline) {
        ServedRuleSets before = inForce.get(timeline.modelId());
        Map<Integer, JudgingRules> usable = new HashMap<>(Map.of(Step.NONE, JudgingRules.NONE));
        named(timeline).stream()
                .filter(compiled::containsKey)
                .forEach(key -> usable.put(
                        key.version(),
                        JudgingRules.of(Objects.requireNonNull(compiled.get(key)), counters.predictions(key))));
        if (before != null && before.timeline() == timeline && before.usable().equals(usable.keySet())) {
            return;
        }
        ServedRuleSets served =
                new ServedRuleSets(timeline, usable, step -> counters.comparison(timeline.modelId(), step));
        inForce.put(timeline.modelId(), served);
        counters.keepOnly(timeline);
        publish.accept(timeline.modelId().ruled().orElseThrow(), served);
    }

    /** Returns the health of the rule sets on this instance, by their ids. Takes no lock. */
    Map<ModelId, InstanceReport.Model> health() {
        Map<ModelId, InstanceReport.Model> all = new TreeMap<>();
        timelines.forEach((id, timeline) -> all.put(id, health(timeline)));
        return all;
    }

    private InstanceReport.Model health(Timeline timeline) {
        ModelId id = timeline.modelId();
        Optional<ServedRuleSets> served = Optional.ofNullable(inForce.get(id));
        List<InstanceReport.Version> versions = named(timeline).stream()
                .map(key -> ModelHealth.version(key, state(key, served), counters))
                .toList();
        OptionalInt serving = served.map(sets -> OptionalInt.of(sets.championAt(clock.getAsLong())))
                .orElse(OptionalInt.empty());
        return new InstanceReport.Model(
                id, timeline.revision(), serving, versions, ModelHealth.compared(timeline, counters));
    }

    /** A version counts as ready only once the timeline in force names it. */
    private VersionState state(VersionKey key, Optional<ServedRuleSets> served) {
        VersionState known = states.getOrDefault(key, new Preparing(0));
        boolean awaited = known.readiness() == Readiness.READY
                && served.filter(sets -> sets.usable().contains(key.version())).isEmpty();
        return awaited ? new Preparing(0) : known;
    }
}
