package io.elmstream.governor;

import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Challenge;
import io.elmstream.governor.Command.Promote;
import io.elmstream.governor.Command.Rollback;
import io.elmstream.governor.Decision.Accepted;
import io.elmstream.governor.Decision.Refused;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Step.Deployment;
import io.elmstream.rollout.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Applies commands to a timeline. A new step takes effect one lead after its command, so that every instance knows it
 * before the first reading that it decides; only a rollback takes effect immediately.
 *
 * @param lead in milliseconds, 0 or more
 */
record Moves(long lead) {

    /** The latest time at which a step may take effect: the end of the year 9999, in epoch milliseconds. */
    private static final long LATEST = 253_402_300_799_999L;

    /** The result for a timeline. */
    sealed interface Move {

        /** Returns the answer to the command. */
        Decision decision();
    }

    /** The timeline has a new step. */
    record Moved(Timeline timeline, Decision decision) implements Move {

        Moved(Timeline timeline, String message) {
            this(timeline, new Accepted(true, message));
        }
    }

    /** The timeline is unchanged. */
    record Stays(Decision decision) implements Move {}

    /** Returns the model and the version of a command, in words. */
    static String named(Command command) {
        return command.id() + " version " + command.version();
    }

    /** Returns what is in force, in a few words. */
    static String state(Timeline timeline) {
        return timeline.latest().map(Step::inWords).orElse("no champion");
    }

    /**
     * Returns the timeline of a model whose first version was published: empty. That of rule sets has a first step
     * without a rule set, so that the first one can be scheduled, tried beside it, and rolled back.
     */
    static Timeline beginning(ModelId id, long now) {
        Timeline empty = Timeline.empty(id);
        return id.ruled().isEmpty()
                ? empty
                : empty.with(Step.champion(1, Step.BEGINNING, Step.NONE, "no rule set was in force before", now));
    }

    /**
     * Makes a version the champion. The first step is effective from the beginning, so that it scores readings that
     * arrived before there was a model.
     *
     * @param timeline of the command's model
     * @param command about a version that is published and not retired, based on this timeline
     * @param now in epoch milliseconds
     */
    Move activate(Timeline timeline, Activate command, long now) {
        if (command.effectiveFrom().isPresent()
                && (command.effectiveFrom().getAsLong() <= 0
                        || command.effectiveFrom().getAsLong() > LATEST)) {
            return stays(
                    RefusalReason.BAD_TIME,
                    "effectiveFrom",
                    "effectiveFrom is " + command.effectiveFrom().getAsLong()
                            + " ms since 1970, must be after 1970 and before the year 10000");
        }
        Optional<Deployment> latest = timeline.latest();
        String version = named(command);
        long earliest = now + lead;
        long from = latest.isEmpty()
                ? Step.BEGINNING
                : Math.max(earliest, command.effectiveFrom().orElse(earliest));
        if (latest.isPresent()
                && latest.get().champion() == command.version()
                && latest.get().challenger().isEmpty()
                && latest.get().effectiveFrom() <= from) {
            return same(
                    version + " is already the champion" + later(latest.get().effectiveFrom(), earliest));
        }
        Step step = Step.champion(
                timeline.revision() + 1, from, command.version(), "activated by request " + command.requestId(), now);
        return new Moved(timeline.with(step), version + " is the champion" + later(from, earliest));
    }

    private static String later(long from, long earliest) {
        return from > earliest ? " from " + Instant.ofEpochMilli(from) : "";
    }

    /**
     * Tries a version. Beside a champion that is scheduled, the trial starts together with it: the step must not put
     * the champion in force early.
     */
    Move challenge(Timeline timeline, Challenge command, long now) {
        Optional<Deployment> latest = timeline.latest();
        if (latest.isEmpty()) {
            return stays(
                    RefusalReason.NO_CHAMPION,
                    "modelId",
                    command.id() + " has no champion: activate a version before you try another one");
        }
        int champion = latest.get().champion();
        Challenger challenger = command.challenger();
        if (champion == challenger.version()) {
            return stays(
                    RefusalReason.IS_CHAMPION,
                    "version",
                    command.id() + " version " + champion + " is the champion already: try another version");
        }
        if (latest.get().challenger().equals(Optional.of(challenger))) {
            return same(command.id() + " tries " + challenger + " already");
        }
        long earliest = now + lead;
        long from = Math.max(earliest, latest.get().effectiveFrom());
        Step step = Step.challenge(
                timeline.revision() + 1,
                from,
                champion,
                challenger,
                "asked for by request " + command.requestId(),
                now);
        return new Moved(timeline.with(step), command.id() + " tries " + challenger + later(from, earliest));
    }

    /**
     * Promotes the challenger.
     *
     * @param compared the comparison of the challenger so far, in words; empty if nothing was compared
     */
    Move promote(Timeline timeline, Promote command, Optional<String> compared, long now) {
        Optional<Challenger> challenger = timeline.latest().flatMap(Deployment::challenger);
        if (challenger.isEmpty()) {
            return stays(
                    RefusalReason.NO_CHALLENGER,
                    "modelId",
                    command.id() + " has no challenger, but " + state(timeline)
                            + ": try a challenger first, or activate a version");
        }
        if (challenger.get().version() != command.version()) {
            return stays(
                    RefusalReason.WRONG_STEP,
                    "version",
                    "the challenger of " + command.id() + " is version "
                            + challenger.get().version() + ", the command says " + command.version()
                            + ": check the timeline");
        }
        return new Moved(
                promoted(timeline, "promoted by request " + command.requestId() + figures(compared), now),
                named(command) + " is the champion");
    }

    /**
     * Rolls back the last step.
     *
     * @param compared the comparison of the challenger so far, in words; empty if nothing was compared
     */
    Move rollBack(Timeline timeline, Rollback command, Optional<String> compared, long now) {
        List<Deployment> serving = timeline.serving().toList();
        if (serving.size() < 2) {
            return stays(
                    RefusalReason.NOTHING_TO_ROLL_BACK,
                    "modelId",
                    command.id() + " has " + state(timeline)
                            + " and no step before it: publish and activate another version");
        }
        Deployment last = serving.get(serving.size() - 1);
        if (last.brings() != command.version()) {
            return stays(
                    RefusalReason.WRONG_STEP,
                    "version",
                    "the last step of " + command.id() + " introduced version " + last.brings() + ", the command says "
                            + command.version() + ": check the timeline");
        }
        Timeline moved = timeline.without(
                last.revision(), "rolled back by request " + command.requestId() + figures(compared), now);
        return new Moved(moved, command.id() + " has " + state(moved) + " again");
    }

    /** Returns the timeline with the challenger of its latest step as champion. */
    Timeline promoted(Timeline timeline, String reason, long now) {
        int version = timeline.latest()
                .flatMap(Deployment::challenger)
                .map(Challenger::version)
                .orElseThrow();
        return timeline.with(Step.champion(timeline.revision() + 1, now + lead, version, reason, now));
    }

    /** Returns the timeline without the last steps that try the challenger of its latest step. */
    static Timeline withoutChallenger(Timeline timeline, String reason, long now) {
        List<Deployment> serving = timeline.serving().toList();
        int version = timeline.latest()
                .flatMap(Deployment::challenger)
                .map(Challenger::version)
                .orElseThrow();
        int first = serving.size() - 1;
        while (first > 1 && tries(serving.get(first - 1), version)) {
            first--;
        }
        return timeline.without(serving.get(first).revision(), reason, now);
    }

    private static boolean tries(Deployment step, int version) {
        return step.challenger()
                .map(challenger -> challenger.version() == version)
                .orElse(false);
    }

    private static String figures(Optional<String> compared) {
        return compared.map(words -> "; " + words).orElse("");
    }

    private static Stays same(String message) {
        return new Stays(new Accepted(false, message));
    }

    private static Stays stays(RefusalReason reason, String field, String message) {
        return new Stays(Refused.of(reason, field, message));
    }
}
