package io.elmstream.serving;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.InstanceReport.Readiness;
import io.elmstream.rollout.Timeline;
import io.elmstream.rules.CompiledRules;
import io.elmstream.rules.RuleCompiler;
import io.elmstream.rules.RuleSetException;
import io.elmstream.rules.RuleSetFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rule sets that an instance knows. They are compiled on the executor, off the data path. A timeline takes effect
 * when every version that it names is compiled or has failed, so a rule set that this instance cannot compile never
 * displaces a good one.
 */
final class RuleSets {

    /** The state of a version on this instance. */
    private record State(Readiness readiness, Optional<CompiledRules> compiled, Optional<String> reason, long millis) {

        static final State PREPARING = new State(Readiness.PREPARING, Optional.empty(), Optional.empty(), 0);

        static State failed(String reason, long millis) {
            return new State(Readiness.FAILED, Optional.empty(), Optional.of(reason), millis);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(RuleSets.class);

    private static final String OFF =
            "rules.enabled is false on this instance, so rule sets judge nothing here; set it to true on all instances";

    private static final String MISSING = "it is not on the models topic; publish the same rule set again";

    private final Executor executor;
    private final LongSupplier clock;
    private final VersionCounters counters;
    private final boolean enabled;
    private final BiConsumer<ModelId, ServedRuleSets> publish;
    private final Map<VersionKey, byte[]> bytes = new HashMap<>();
    private final Map<VersionKey, State> states = new ConcurrentHashMap<>();
    private final Map<ModelId, Timeline> timelines = new ConcurrentHashMap<>();
    private final Map<ModelId, ServedRuleSets> inForce = new ConcurrentHashMap<>();

    /**
     * Creates an empty record.
     *
     * @param clock in epoch milliseconds
     * @param enabled whether rule sets judge here; otherwise each version fails, with this as its reason
     * @param publish receives the rule sets of a model that take effect
     */
    RuleSets(
            Executor executor,
            LongSupplier clock,
            VersionCounters counters,
            boolean enabled,
            BiConsumer<ModelId, ServedRuleSets> publish) {
        this.executor = executor;
        this.clock = clock;
        this.counters = counters;
        this.enabled = enabled;
        this.publish = publish;
    }

    /** Adds a version. */
    synchronized void put(VersionKey key, byte[] artefact) {
        if (Optional.ofNullable(states.get(key))
                .filter(state -> state.compiled().isPresent())
                .isEmpty()) {
            bytes.put(key, artefact);
            states.remove(key);
            refresh(key.modelId());
        }
    }

    /** Records that the bytes of a version cannot be read. */
    synchronized void putUnusable(VersionKey key, String reason) {
        states.putIfAbsent(key, State.failed(reason, 0));
        refresh(key.modelId());
    }

    synchronized void retire(VersionKey key) {
        bytes.remove(key);
        states.remove(key);
    }

    /** Sets the timeline of the rule sets of a model. */
    synchronized void putTimeline(Timeline timeline) {
        timelines.put(timeline.modelId(), timeline);
        refresh(timeline.modelId());
    }

    synchronized void clear() {
        bytes.clear();
        states.clear();
        timelines.clear();
        inForce.clear();
    }

    private void refresh(ModelId id) {
        Timeline timeline = timelines.get(id);
        if (timeline == null) {
            return;
        }
        timeline.versions().stream()
                .filter(version -> version > 0)
                .map(version -> new VersionKey(id, version))
                .forEach(this::begin);
        boolean settled = timeline.versions().stream()
                .map(version -> states.get(new VersionKey(id, version)))
                .noneMatch(state -> state == State.PREPARING);
        if (settled) {
            publish(timeline);
        }
    }

    private void begin(VersionKey key) {
        if (states.containsKey(key)) {
            return;
        }
        byte[] artefact = bytes.get(key);
        if (!enabled) {
            states.put(key, State.failed(OFF, 0));
            LOG.warn("{} judges nothing here: {}", key, OFF);
        } else if (artefact == null) {
            states.put(key, State.failed(MISSING, 0));
            LOG.error("{} cannot be used here: {}", key, MISSING);
        } else {
            states.put(key, State.PREPARING);
            executor.execute(() -> prepare(key, artefact));
        }
    }

    private void prepare(VersionKey key, byte[] artefact) {
        long begun = clock.getAsLong();
        State state = compile(artefact, begun);
        state.reason().ifPresent(reason -> LOG.error("{} cannot be used here: {}", key, reason));
        synchronized (this) {
            if (states.replace(key, State.PREPARING, state)) {
                refresh(key.modelId());
            }
        }
    }

    private State compile(byte[] artefact, long begun) {
        try {
            CompiledRules compiled = new RuleCompiler().compile(RuleSetFormat.read(artefact));
            return new State(Readiness.READY, Optional.of(compiled), Optional.empty(), clock.getAsLong() - begun);
        } catch (RuleSetException e) {
            return State.failed(String.valueOf(e.getMessage()), clock.getAsLong() - begun);
        } catch (RuntimeException | LinkageError e) {
            // whatever a rule set does to the compiler, the last good one continues to judge
            return State.failed(e.toString(), clock.getAsLong() - begun);
        }
    }

    private void publish(Timeline timeline) {
        ServedRuleSets before = inForce.get(timeline.modelId());
        Map<Integer, JudgingRules> usable = new HashMap<>(Map.of(0, JudgingRules.NONE));
        timeline.versions().forEach(version -> {
            VersionKey key = new VersionKey(timeline.modelId(), version);
            Optional.ofNullable(states.get(key))
                    .flatMap(State::compiled)
                    .ifPresent(compiled -> usable.put(version, JudgingRules.of(compiled, counters.predictions(key))));
        });
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
        ServedRuleSets served = inForce.get(id);
        List<InstanceReport.Version> versions = timeline.versions().stream()
                .filter(version -> version > 0)
                .sorted()
                .map(version -> version(new VersionKey(id, version), served))
                .toList();
        Optional<InstanceReport.Compared> compared = timeline.latest()
                .filter(step -> step.challenger().isPresent())
                .map(step -> new InstanceReport.Compared(
                        step.revision(), counters.comparison(id, step).sum()));
        OptionalInt serving =
                served == null ? OptionalInt.empty() : OptionalInt.of(served.championAt(clock.getAsLong()));
        return new InstanceReport.Model(id, timeline.revision(), serving, versions, compared);
    }

    /** A version counts as ready only once the timeline in force names it. */
    private InstanceReport.Version version(VersionKey key, @Nullable ServedRuleSets served) {
        State known = Optional.ofNullable(states.get(key)).orElse(State.PREPARING);
        boolean awaited = known.readiness() == Readiness.READY
                && (served == null || !served.usable().contains(key.version()));
        State state = awaited ? State.PREPARING : known;
        VersionCounts counts = counters.predictions(key);
        return new InstanceReport.Version(
                key.version(),
                state.readiness(),
                state.reason(),
                state.millis(),
                counts.predictions(),
                counts.labelled(),
                counts.correct());
    }
}
