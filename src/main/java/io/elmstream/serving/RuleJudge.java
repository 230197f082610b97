package io.elmstream.serving;

import io.elmstream.rollout.Mode;
import io.elmstream.rules.BoundRules;
import io.elmstream.rules.RuleInput;
import io.elmstream.serving.ServedRuleSets.Choice;
import io.elmstream.wire.ScoredReading;
import io.elmstream.wire.SensorState;
import io.elmstream.wire.ServedRules;
import io.elmstream.wire.ServedVersion;
import java.util.Optional;

/**
 * Judges the predictions of one task by the rule sets in force, and compares a challenger's effects. Not thread-safe.
 */
public final class RuleJudge {

    private final SensorMemory memory;
    private final RuleInput input = new RuleInput();
    private Optional<Judged> judged = Optional.empty();

    public RuleJudge(SensorMemory memory) {
        this.memory = memory;
    }

    /**
     * Judges a prediction. Nothing is counted before {@link #count}, because a prediction that could not be forwarded
     * is judged again.
     *
     * @param sets the rule sets of the model
     * @param model that made the prediction
     * @param scored the prediction, which is told what the rules say
     * @param row contains the features of the reading
     * @param start where they start
     * @param time of the prediction, in epoch milliseconds, not later than that of its record
     * @param now in epoch milliseconds
     */
    public void judge(
            ServedRuleSets sets,
            ReadyVersion model,
            ScoredReading scored,
            float[] row,
            int start,
            long time,
            long now) {
        Choice choice = sets.at(scored.eventTime(), scored.sensor());
        ServedRules rules = choice.rules().boundTo(model);
        Optional<ServedRules> beside =
                choice.beside().map(other -> other.rules().boundTo(model));
        scored.latestRules(sets.at(Math.max(scored.eventTime(), now), scored.sensor())
                .rules()
                .boundTo(model));
        judged = Optional.empty();
        if (rules.version() == 0 && beside.isEmpty()) {
            return;
        }
        boolean recalls =
                usesMemory(rules) || beside.filter(RuleJudge::usesMemory).isPresent();
        set(scored, row, start, recalls, time);
        judged = Optional.of(new Judged(choice, effect(rules, scored), beside.map(other -> effect(other, scored))));
        rules.bound().ifPresent(bound -> scored.judged(rules, bound.fired(input), bound.clears(input)));
        scored.remember(recalls || rules.watchesSilence());
    }

    /** Counts the prediction that was judged last, and compares the effects of champion and challenger. */
    public void count() {
        judged.ifPresent(Judged::count);
        judged = Optional.empty();
    }

    /** What is counted of a prediction: the effects of the rule sets in words. */
    private record Judged(Choice choice, String counted, Optional<String> beside) {

        void count() {
            if (choice.rules().version() > 0) {
                choice.rules().counts().predicted(ServedVersion.NO_SUCH_CLASS, ServedVersion.UNLABELLED, false);
            }
            choice.beside().ifPresent(other -> {
                boolean shadow = other.mode() == Mode.SHADOW;
                String champion = shadow ? counted : beside.orElseThrow();
                String challenger = shadow ? beside.orElseThrow() : counted;
                other.counts().compared(champion, challenger, Optional.empty());
            });
        }
    }

    private static boolean usesMemory(ServedRules rules) {
        return rules.bound().filter(BoundRules::usesMemory).isPresent();
    }

    private void set(ScoredReading scored, float[] row, int start, boolean recalls, long time) {
        input.row(row, start);
        input.label(scored.top());
        input.scores(scored.confidence(), scored.margin());
        input.abstained(scored.modelAbstained());
        input.outOfRange(scored.outOfRange());
        input.version(scored.version().version());
        input.sensor(scored.sensor());
        Optional<SensorState> state =
                recalls ? memory.recall(scored.version().modelId(), scored.sensor()) : Optional.empty();
        input.previous(
                state.map(SensorState::label).orElse(""),
                state.map(known -> known.heldSeconds(time)).orElse(0.0));
    }

    private String effect(ServedRules rules, ScoredReading scored) {
        long fired = rules.bound().map(bound -> bound.fired(input)).orElse(0L);
        return rules.effect(fired, scored.modelLabel());
    }
}
