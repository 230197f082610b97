package io.elmstream.cli.model;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a rollback would bring back, told before it is done. */
final class Rollbacks {

    private Rollbacks() {}

    /** The timeline after its last step is taken back; empty where there is none to go back to. */
    static Optional<Timeline> after(Timeline timeline) {
        return timeline.serving().count() < 2
                ? Optional.empty()
                : timeline.latest().map(last -> timeline.without(last.revision(), "", 0));
    }

    /**
     * The timelines after each of the rollbacks that lead to a version as champion with none tried beside it.
     *
     * @return empty where it is so already
     * @throws CommandFailure if no number of rollbacks leads there
     */
    static List<Timeline> to(int version, Timeline timeline) {
        List<Timeline> path = new ArrayList<>();
        Timeline reached = timeline;
        while (!isAlone(version, reached)) {
            reached = after(reached)
                    .orElseThrow(() -> new CommandFailure(
                            "WRONG_STEP",
                            "--to: no step that can be taken back leads to version " + version + " of "
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

    /** What is in force, in words. */
    static String inForce(Timeline timeline) {
        return timeline.latest().map(Rollbacks::inForce).orElse("no version");
    }

    private static String inForce(Step step) {
        return "version " + step.champion() + " as the champion"
                + step.challenger().map(tried -> ", and " + tried).orElse("");
    }
}
