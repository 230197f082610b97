package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Console;
import io.elmstream.client.ModelControl;
import io.elmstream.governor.Command.Promote;
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
        return move.move(
                console,
                (timeline, revision) -> new Promote(
                        ModelControl.requestId(),
                        move.id(),
                        Rollbacks.introduced(
                                timeline,
                                "NO_CHALLENGER",
                                "no rule set is in force or tried: model shadow tries one, and model activate puts"
                                        + " one in force"),
                        revision));
    }
}
