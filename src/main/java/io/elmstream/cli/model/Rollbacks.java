package io.elmstream.cli.model;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Computes what a rollback would restore, before it is sent. */
final class Rollbacks {

    private Rollbacks() {}

    /** Returns the timeline without its last step; empty if there is nothing to roll back to. */
    static Optional<Timeline> after(Timeline timeline) {
        return timeline.serving().count() < 2
                ? Optional.empty()
                : timeline.latest().map(last -> timeline.without(last.revision(), "", 0));
    }

    /**
     * Returns the timelines after each of the rollbacks that lead to a version as champion without a challenger.
     *
     * @return empty if that is already the case
     * @throws CommandFailure if no number of rollbacks leads there
     */
    static List<Timeline> to(int version, Timeline timeline) {
        List<Timeline> path = new ArrayList<>();
        Timeline reached = timeline;
        while (!isAlone(version, reached)) {
            reached = after(reached)
                    .orElseThrow(() -> new CommandFailure(
                            "WRONG_STEP",
                            "--to: no step that can be rolled back leads to version " + version + " of "
                                    + timeline.modelId()
                                    + " as the champion: elmstream model history " + timeline.modelId()
                                    + " shows them, and elmstream model activate " + timeline.modelId() + " " + version
                                    + " makes it the champion from now on",
                            "--to"));
            path.add(reached);
        }
        return path;
    }

    private static boolean isAlone(int version, Timeline timeline) {
        return timeline.latest()
                .filter(step -> step.champion() == version && step.challenger().isEmpty())
                .isPresent();
    }

    /** Returns a description of what is in force. */
    static String inForce(Timeline timeline) {
        return timeline.latest().map(Step::inWords).orElse("no champion");
    }

    /**
     * Returns the version that the last step introduced, which a command about that step names.
     *
     * @param code of the failure
     * @param otherwise what is wrong if there was no version in force yet
     * @throws CommandFailure if the timeline has only the beginning, which no command can change
     */
    static int introduced(Timeline timeline, String code, String otherwise) {
        // a model without steps has no version here either, and the governor's answer says what is missing
        int version = timeline.latest().map(Step.Deployment::brings).orElse(1);
        if (version == Step.NONE) {
            throw new CommandFailure(code, timeline.modelId() + ": " + otherwise, "ID");
        }
        return version;
    }
}
