package io.elmstream.serving;

import io.elmstream.rollout.Mode;
import io.elmstream.rules.BoundRules;
import io.elmstream.rules.RuleInput;
import io.elmstream.serving.ServedRuleSets.Beside;
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

    public RuleJudge(SensorMemory memory) {
        this.memory = memory;
    }

    /**
     * Judges a prediction.
     *
     * @param sets the rule sets of the model
     * @param model that made the prediction
     * @param scored the prediction, which is told what the rules say
     * @param row contains the features of the reading
     * @param start where they start
     */
    public void judge(ServedRuleSets sets, ReadyVersion model, ScoredReading scored, float[] row, int start) {
        Choice choice = sets.at(scored.eventTime(), scored.sensor());
        ServedRules rules = choice.rules().boundTo(model);
        Optional<ServedRules> beside =
                choice.beside().map(other -> other.rules().boundTo(model));
        if (rules.version() == 0 && beside.isEmpty()) {
            return;
        }
        boolean recalls =
                usesMemory(rules) || beside.filter(RuleJudge::usesMemory).isPresent();
        set(scored, row, start, recalls);
        choice.beside().ifPresent(other -> compare(other, beside.get(), rules, scored));
        rules.bound().ifPresent(bound -> {
            scored.judged(rules, bound.fired(input), bound.clears(input));
            choice.rules().counts().predicted(ServedVersion.NO_SUCH_CLASS, ServedVersion.UNLABELLED, false);
        });
        scored.remember(recalls || rules.watchesSilence());
    }

    private static boolean usesMemory(ServedRules rules) {
        return rules.bound().filter(BoundRules::usesMemory).isPresent();
    }

    private void set(ScoredReading scored, float[] row, int start, boolean recalls) {
        input.row(row, start);
        input.label(scored.top());
        input.scores(scored.confidence(), scored.margin());
        input.abstained(false);
        input.version(scored.version().version());
        input.sensor(scored.sensor());
        Optional<SensorState> state =
                recalls ? memory.recall(scored.version().modelId(), scored.sensor()) : Optional.empty();
        input.previous(
                state.map(SensorState::label).orElse(""),
                state.map(known -> known.heldSeconds(scored.eventTime())).orElse(0.0));
    }

    /** Counts the effects of the two rule sets on one prediction as those of champion and challenger. */
    private void compare(Beside other, ServedRules beside, ServedRules counted, ScoredReading scored) {
        String countedEffect = effect(counted, scored);
        String otherEffect = effect(beside, scored);
        boolean shadow = other.mode() == Mode.SHADOW;
        other.counts()
                .compared(shadow ? countedEffect : otherEffect, shadow ? otherEffect : countedEffect, Optional.empty());
    }

    private String effect(ServedRules rules, ScoredReading scored) {
        long fired = rules.bound().map(bound -> bound.fired(input)).orElse(0L);
        return rules.effect(fired, scored.modelLabel());
    }
}
