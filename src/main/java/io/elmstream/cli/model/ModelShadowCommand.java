package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Console;
import io.elmstream.rollout.Mode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts a shadow: the version scores the same readings as the champion, whose predictions are published. */
@Command(
        name = "shadow",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a version in shadow: it scores readings in addition to the champion, whose predictions are used.",
            "With conditions, the governor promotes the version or rolls it back automatically once enough"
                    + " readings have been compared."
        },
        footer = {
            "",
            "Examples:",
            "  elmstream model shadow shuttle 2 --config elmstream.yaml",
            "  elmstream model shadow shuttle 2 --min-readings 10000 --min-agreement 0.99 \\",
            "      --config elmstream.yaml"
        })
public final class ModelShadowCommand implements Callable<Integer> {

    @Mixin
    private ChallengeOptions challenge;

    private final Console console;

    public ModelShadowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return challenge.start(console, Mode.SHADOW);
    }
}
