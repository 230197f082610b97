package io.elmstream.cli.demo;

import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One step of the timeline of the demo's model, and what came of it; also its JSON.
 *
 * @param revision that the step's predictions name
 * @param event what happened: ACTIVATED, CHALLENGED, PROMOTED or ROLLED_BACK
 * @param fromSeconds when the step took effect, in seconds since the demo began
 * @param champion whose predictions count; for a step that takes another back, the one that serves again
 * @param challenger the version that is tried beside it
 * @param mode SHADOW or CANARY, where there is a challenger
 * @param sharePercent of the sensors that the challenger gets
 * @param takesBack the revision that the step takes back
 * @param voidedBy the revision that took this step back
 * @param predictions that name the revision; a step that serves again after another was taken back has more of them
 *     from then on
 */
public record DemoStep(
        long revision,
        Event event,
        double fromSeconds,
        int champion,
        Optional<Integer> challenger,
        Optional<String> mode,
        Optional<Double> sharePercent,
        Optional<Long> takesBack,
        Optional<Long> voidedBy,
        long predictions) {

    /** What a step brings. */
    enum Event {
        /** A version became champion. */
        ACTIVATED,
        /** A version is tried beside the champion. */
        CHALLENGED,
        /** The challenger became champion. */
        PROMOTED,
        /** The step before was taken back. */
        ROLLED_BACK
    }

    /**
     * @param timeline all steps
     * @param predictions by revision
     * @param begin when the demo began, in epoch milliseconds
     */
    static List<DemoStep> of(Timeline timeline, Map<Long, Long> predictions, long begin) {
        List<DemoStep> steps = new ArrayList<>();
        Optional<Challenger> tried = Optional.empty();
        for (Step step : timeline.steps()) {
            steps.add(of(step, event(step, tried), predictions.getOrDefault(step.revision(), 0L), begin));
            tried = step.challenger();
        }
        return steps;
    }

    private static DemoStep of(Step step, Event event, long predictions, long begin) {
        boolean now = step.effectiveFrom() == Step.BEGINNING || event == Event.ROLLED_BACK;
        return new DemoStep(
                step.revision(),
                event,
                ((now ? step.madeAt().orElse(begin) : step.effectiveFrom()) - begin) / 1e3,
                step.champion(),
                step.challenger().map(Challenger::version),
                step.challenger().map(challenger -> challenger.mode().name()),
                step.challenger().map(challenger -> challenger.share().basisPoints() / 100.0),
                boxed(step.takesBack()),
                boxed(step.voidedBy()),
                predictions);
    }

    private static Event event(Step step, Optional<Challenger> before) {
        if (step.takesBack().isPresent()) {
            return Event.ROLLED_BACK;
        }
        if (step.challenger().isPresent()) {
            return Event.CHALLENGED;
        }
        return before.isPresent() && before.get().version() == step.champion() ? Event.PROMOTED : Event.ACTIVATED;
    }

    private static Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }
}
