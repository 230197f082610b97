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
 * One step of the timeline of the demo's model, and its effect; also its JSON.
 *
 * @param revision revision that the step's predictions name
 * @param event ACTIVATED, CHALLENGED, PROMOTED or ROLLED_BACK
 * @param fromSeconds effective time of the step, in seconds since the start of the demo
 * @param champion version whose predictions are published; for a rollback, the version that is champion again
 * @param challenger version of the challenger; empty if there is none
 * @param mode SHADOW or CANARY; empty if there is no challenger
 * @param sharePercent percentage of the sensors that the challenger gets; empty if there is no challenger
 * @param takesBack the revision that the step rolls back; empty if it is not a rollback
 * @param voidedBy the revision that rolled this step back; empty if none did
 * @param predictions number of predictions that name the revision; it increases again when a rollback makes the step
 *     effective again
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

    /** The event of a step. */
    enum Event {
        /** A version became champion. */
        ACTIVATED,
        /** A version became the challenger. */
        CHALLENGED,
        /** The challenger became champion. */
        PROMOTED,
        /** The previous step was rolled back. */
        ROLLED_BACK
    }

    /**
     * @param timeline all steps
     * @param predictions number of predictions by revision
     * @param begin start of the demo, in epoch milliseconds
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
