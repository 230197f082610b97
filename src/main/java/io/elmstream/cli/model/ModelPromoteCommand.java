package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Console;
import io.elmstream.client.ModelControl;
import io.elmstream.governor.Command.Promote;
import io.elmstream.rollout.Step.Deployment;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes the challenger the champion. */
@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        description = "Makes the challenger the champion.",
        footer = {"", "Examples:", "  elmstream model promote shuttle --config elmstream.yaml"})
public final class ModelPromoteCommand implements Callable<Integer> {

    @Mixin
    private MoveOptions move;

    private final Console console;

    public ModelPromoteCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        // if there is no step, the governor's answer says what is missing
        return move.move(
                console,
                (timeline, revision) -> new Promote(
                        ModelControl.requestId(),
                        move.id(),
                        timeline.latest().map(Deployment::brings).orElse(1),
                        revision));
    }
}
