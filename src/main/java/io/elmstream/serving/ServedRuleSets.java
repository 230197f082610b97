package io.elmstream.serving;

import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.KeyBuckets;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Step.Deployment;
import io.elmstream.rollout.Timeline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The rule sets of a model as this instance serves them: the serving steps of their timeline, latest revision first. If
 * a version cannot be used here, the step before it decides. Immutable.
 */
public final class ServedRuleSets {

    /**
     * The rule sets that judge one reading.
     *
     * @param rules whose effects count
     * @param beside judges too, for comparison; empty outside a challenger's share
     */
    public record Choice(JudgingRules rules, Optional<Beside> beside) {}

    /**
     * A rule set that judges for comparison only.
     *
     * @param mode of the challenger: in shadow mode this is the challenger, in canary mode the champion
     * @param counts the counts of the comparison
     */
    public record Beside(JudgingRules rules, Mode mode, ComparisonCounts counts) {}

    private static final Choice NONE = new Choice(JudgingRules.NONE, Optional.empty());

    private final Timeline timeline;
    private final Set<Integer> usable;
    private final List<Serving> latestFirst = new ArrayList<>();

    /**
     * Creates the rule sets of a model.
     *
     * @param usable the versions that can be used here
     * @param counts returns the comparison counts of a step
     */
    ServedRuleSets(
            Timeline timeline, Map<Integer, JudgingRules> usable, Function<Deployment, ComparisonCounts> counts) {
        this.timeline = timeline;
        this.usable = Set.copyOf(usable.keySet());
        timeline.serving().forEach(step -> latestFirst.add(new Serving(timeline, step, usable, counts.apply(step))));
        Collections.reverse(latestFirst);
    }

    public Timeline timeline() {
        return timeline;
    }

    /** Returns the versions that can be used here. */
    Set<Integer> usable() {
        return usable;
    }

    /**
     * Returns the rule sets that judge a prediction.
     *
     * @param eventTime of the reading, in epoch milliseconds
     * @param key the sensor id
     */
    public Choice at(long eventTime, byte[] key) {
        for (Serving serving : latestFirst) {
            if (serving.step.effectiveFrom() <= eventTime) {
                Optional<Choice> choice = serving.choice(key);
                if (choice.isPresent()) {
                    return choice.get();
                }
            }
        }
        return NONE;
    }

    /** Returns the version whose effects count at an event time, 0 if there is none. */
    int championAt(long eventTime) {
        return latestFirst.stream()
                .filter(serving -> serving.step.effectiveFrom() <= eventTime)
                .flatMap(serving -> serving.alone.stream())
                .findFirst()
                .map(choice -> choice.rules().version())
                .orElse(0);
    }

    /** One step. Everything constant is created once, so that a reading allocates nothing. */
    private static final class Serving {

        private final Deployment step;
        private final Optional<Challenger> challenger;
        private final Optional<KeyBuckets> buckets;
        private final Optional<Choice> alone;
        private final Optional<Choice> inShare;

        Serving(Timeline timeline, Deployment step, Map<Integer, JudgingRules> usable, ComparisonCounts counts) {
            this.step = step;
            challenger = step.challenger();
            buckets = challenger.map(tried -> KeyBuckets.of(timeline.modelId(), tried.version()));
            Optional<JudgingRules> champion = Optional.ofNullable(usable.get(step.champion()));
            alone = champion.map(rules -> new Choice(rules, Optional.empty()));
            inShare = champion.flatMap(rules -> challenger
                    .flatMap(tried -> Optional.ofNullable(usable.get(tried.version()))
                            .map(other -> inShare(rules, other, tried.mode(), counts)))
                    .or(() -> alone));
        }

        private static Choice inShare(
                JudgingRules champion, JudgingRules challenger, Mode mode, ComparisonCounts counts) {
            return mode == Mode.SHADOW
                    ? new Choice(champion, Optional.of(new Beside(challenger, mode, counts)))
                    : new Choice(challenger, Optional.of(new Beside(champion, mode, counts)));
        }

        Optional<Choice> choice(byte[] key) {
            boolean shared = challenger.isPresent()
                    && challenger.get().share().includes(buckets.get().bucket(key));
            return shared ? inShare : alone;
        }
    }
}
