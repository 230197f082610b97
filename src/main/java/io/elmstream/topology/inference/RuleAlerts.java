package io.elmstream.topology.inference;

import io.elmstream.alert.AlertChange;
import io.elmstream.alert.AlertRule;
import io.elmstream.alert.AlertState;
import io.elmstream.alert.AlertStep;
import io.elmstream.alert.HoldRule;
import io.elmstream.alert.Position;
import io.elmstream.model.ModelId;
import io.elmstream.rules.BoundRules;
import io.elmstream.rules.Rule;
import io.elmstream.rules.Trigger;
import io.elmstream.wire.AlertRecords;
import io.elmstream.wire.ScoredReading;
import io.elmstream.wire.SeenAlertState;
import io.elmstream.wire.ServedRules;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The alerts of rule sets: what one prediction does to those of its sensor, and which sensors have become silent. */
final class RuleAlerts {

    /** What was searched for silent sensors: the owner of a rule's states, and how long they must be silent. */
    private record Search(String owner, long millis) {}

    private static final String SILENT = "silent";

    private final AlertStates states;
    private final SensorStates sensors;
    /** The time of the last search. */
    private final Map<Search, Long> searched = new HashMap<>();

    RuleAlerts(AlertStates states, SensorStates sensors) {
        this.states = states;
        this.sensors = sensors;
    }

    /** Returns whether the prediction can raise an alert. */
    static boolean mayRaise(ScoredReading scored) {
        return scored.rules()
                .bound()
                .filter(bound -> (bound.alerts() & scored.fired()) != 0)
                .isPresent();
    }

    /**
     * Determines what a prediction changes for its sensor.
     *
     * @param time of the prediction, in epoch milliseconds
     * @param changes receives the changes
     */
    void follow(ScoredReading scored, long time, Position position, Consumer<StateChange> changes) {
        alerting(scored.rules()).forEach(rule -> follow(scored, rule, time, position, changes));
        clearOthers(scored, time, changes);
    }

    /** Returns the indices of the rules that have an alert. */
    private static IntStream alerting(ServedRules rules) {
        long alerts = rules.bound().map(BoundRules::alerts).orElse(0L);
        return IntStream.range(0, Long.SIZE).filter(rule -> (alerts >>> rule & 1) != 0);
    }

    private void follow(ScoredReading scored, int index, long time, Position position, Consumer<StateChange> changes) {
        Rule rule = scored.rules().rule(index);
        Trigger trigger = rule.alert().orElseThrow().trigger();
        boolean holds = (scored.fired() >>> index & 1) != 0 && !scored.suppressesAlerts();
        boolean until = (scored.clears() >>> index & 1) != 0;
        String owner = owner(scored.version().modelId(), rule);
        SeenAlertState before = states.get(owner, scored.sensor());
        AlertStep step;
        if (trigger instanceof Trigger.Hits hits) {
            step = new AlertRule(hits.n(), hits.of(), 0).next(before.state(), holds, position);
        } else if (trigger instanceof Trigger.Held held) {
            boolean clears = held.until().isPresent() ? until : !holds;
            step = new HoldRule(held.duration().toMillis()).next(before.state(), holds, clears, time, position);
        } else {
            step = cleared(before.state());
        }
        changes.accept(new StateChange(
                owner,
                scored.sensor(),
                before,
                step.state(),
                time,
                step.change()
                        .map(change -> AlertRecords.alert(
                                change, scored, scored.rules().version(), rule))));
    }

    /**
     * Clears the alerts of rules that are no longer in force. A late reading, which an older rule set judges, does not
     * clear those of the present one.
     */
    private void clearOthers(ScoredReading scored, long time, Consumer<StateChange> changes) {
        ModelId modelId = scored.version().modelId();
        Set<String> current = Stream.of(scored.rules(), scored.latestRules())
                .flatMap(rules -> alerting(rules).mapToObj(rules::rule))
                .map(rule -> owner(modelId, rule))
                .collect(Collectors.toSet());
        for (String owner : states.owners(modelId + "/")) {
            SeenAlertState before = current.contains(owner) ? SeenAlertState.NEVER : states.get(owner, scored.sensor());
            if (!before.state().isEmpty()) {
                AlertStep step = cleared(before.state());
                changes.accept(new StateChange(
                        owner,
                        scored.sensor(),
                        before,
                        step.state(),
                        time,
                        step.change().map(change -> AlertRecords.withdrawn(change, scored, ruleOf(owner)))));
            }
        }
    }

    /**
     * Determines which sensors have sent nothing for as long as a rule says, as of the time of a prediction by the same
     * model.
     *
     * @param time in epoch milliseconds
     */
    void findSilent(ScoredReading scored, long time, Consumer<StateChange> changes) {
        if (!scored.rules().watchesSilence()) {
            return;
        }
        alerting(scored.rules()).mapToObj(scored.rules()::rule).forEach(rule -> {
            if (rule.alert().orElseThrow().trigger() instanceof Trigger.Silent silent) {
                findSilent(scored, rule, silent.duration().toMillis(), time, changes);
            }
        });
    }

    /**
     * Takes note that a sensor is remembered as seen at a time. If that is before what was searched, as of a sensor
     * whose readings come late, it is searched again, or the sensor would never be found.
     */
    void remembered(ScoredReading scored, long time) {
        String prefix = scored.version().modelId() + "/";
        searched.replaceAll((search, until) -> search.owner().startsWith(prefix) && time + search.millis() <= until
                ? Long.valueOf(time + search.millis() - 1)
                : until);
    }

    private void findSilent(ScoredReading scored, Rule rule, long millis, long time, Consumer<StateChange> changes) {
        ModelId modelId = scored.version().modelId();
        String owner = owner(modelId, rule);
        Search search = new Search(owner, millis);
        long before = searched.getOrDefault(search, Long.MIN_VALUE + millis);
        if (time <= before) {
            return;
        }
        List<SensorStates.Remembered> silent = sensors.lastSeen(modelId, before - millis, time - millis);
        for (SensorStates.Remembered sensor : silent) {
            SeenAlertState known = states.get(owner, sensor.sensor());
            // the sensor of this prediction is back, however long it was silent
            boolean back = Arrays.equals(sensor.sensor(), scored.sensor());
            if (!back && !known.state().isRaised()) {
                Position last = sensor.state().position();
                AlertChange raised = new AlertChange(AlertChange.Kind.RAISED, last);
                changes.accept(new StateChange(
                        owner,
                        sensor.sensor(),
                        known,
                        new AlertState(0, Optional.of(last)),
                        time,
                        Optional.of(
                                AlertRecords.silent(raised, modelId, sensor.sensor(), sensor.state(), millis, rule))));
            }
        }
        searched.put(search, time);
    }

    private static AlertStep cleared(AlertState state) {
        return new AlertStep(
                AlertState.EMPTY,
                state.raisedBy().map(raisedBy -> new AlertChange(AlertChange.Kind.CLEARED, raisedBy)));
    }

    /** The kind is part of the owner: the same state means something else to another kind of trigger. */
    private static String owner(ModelId modelId, Rule rule) {
        Trigger trigger = rule.alert().orElseThrow().trigger();
        String kind = trigger instanceof Trigger.Hits ? "hits" : trigger instanceof Trigger.Held ? "for" : SILENT;
        return AlertRecords.owner(modelId, rule.name()) + "/" + kind;
    }

    /** Returns whether an owner is a rule that raises its alert when a sensor is silent. */
    static boolean watchesSilence(String owner) {
        return owner.endsWith("/" + SILENT);
    }

    private static String ruleOf(String owner) {
        return owner.substring(owner.indexOf('/') + 1, owner.lastIndexOf('/'));
    }
}
