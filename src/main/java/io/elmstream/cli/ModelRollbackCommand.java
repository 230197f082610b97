package io.elmstream.cli;

import io.elmstream.app.ModelControl;
import io.elmstream.governor.Command.Rollback;
import io.elmstream.rollout.Step;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes the last step back, at once and for the backlog too. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = "Takes the last step back, at once and for the backlog too.",
        footer = {"", "Examples:", "  elmstream model rollback shuttle --config elmstream.yaml"})
final class ModelRollbackCommand implements Callable<Integer> {

    @Mixin
    private MoveOptions move;

    private final Console console;

    ModelRollbackCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        // without a step the governor says what is missing
        return move.move(console, (timeline, revision) -> new Rollback(ModelControl.requestId(), move.id(),
                timeline.latest().map(Step::brings).orElse(1), revision));
    }
}
