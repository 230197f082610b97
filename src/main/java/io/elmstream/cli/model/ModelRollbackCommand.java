package io.elmstream.cli.model;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.client.ModelControl;
import io.elmstream.governor.Command.Rollback;
import io.elmstream.rollout.Timeline;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rolls the last step back, immediately and for the backlog as well. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = {
            "Rolls back the last step, immediately and also for the backlog. First prints what will be in"
                    + " force afterwards.",
            "If the last step is a promotion, the promoted version becomes the challenger again. With --to,"
                    + " steps are rolled back until the given version is the champion without a challenger."
        },
        footer = {
            "",
            "Examples:",
            "  elmstream model rollback shuttle --config elmstream.yaml",
            "  elmstream model rollback shuttle --to 1 --config elmstream.yaml"
        })
public final class ModelRollbackCommand implements Callable<Integer> {

    @Mixin
    private MoveOptions move;

    @Option(
            names = "--to",
            paramLabel = "VERSION",
            description = "roll back steps until this version is the champion and there is no challenger")
    private @Nullable Integer to;

    private final Console console;

    public ModelRollbackCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return move.moveOften(
                console,
                this::planned,
                (timeline, revision) -> new Rollback(
                        ModelControl.requestId(),
                        move.id(),
                        Rollbacks.introduced(
                                timeline,
                                "NOTHING_TO_ROLL_BACK",
                                "no rule set is in force, as in the beginning, so there is nothing to roll back"),
                        revision));
    }

    /** Prints what will be in force, and returns the number of steps to roll back. */
    private int planned(Timeline timeline) {
        if (to == null) {
            // if there is nothing to roll back to, the governor's answer says so
            Rollbacks.after(timeline).ifPresent(after -> tell(timeline, 1, after));
            return 1;
        }
        List<Timeline> path = Rollbacks.to(to, timeline);
        if (path.isEmpty()) {
            throw new CommandFailure(
                    "UNCHANGED", "--to: this is already in force: " + Rollbacks.inForce(timeline), "--to");
        }
        tell(timeline, path.size(), path.get(path.size() - 1));
        return path.size();
    }

    private void tell(Timeline timeline, int steps, Timeline after) {
        move.note(
                console,
                "now: " + Rollbacks.inForce(timeline)
                        + "; after " + (steps == 1 ? "this rollback: " : steps + " rollbacks: ")
                        + Rollbacks.inForce(after));
        after.latest()
                .ifPresent(step -> step.challenger()
                        .ifPresent(tried -> move.note(
                                console,
                                "version " + tried.version()
                                        + " will be the challenger again; to roll that back too: elmstream"
                                        + " model rollback "
                                        + timeline.modelId() + " --to " + step.champion())));
    }
}
