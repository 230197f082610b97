package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Console;
import io.elmstream.rollout.Mode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Starts a canary: the version predicts for a share of the sensors, and the champion scores the same readings for
 * comparison.
 */
@Command(
        name = "canary",
        mixinStandardHelpOptions = true,
        description = {
            "Uses the predictions of a version for a share of the sensors; the champion scores them too, for"
                    + " comparison.",
            "With conditions, the governor promotes the version or rolls it back automatically once enough"
                    + " readings have been compared."
        },
        footer = {
            "",
            "Examples:",
            "  elmstream model canary shuttle 2 --share 10 --config elmstream.yaml",
            "  elmstream model canary shuttle 2 --share 50 --min-readings 10000 \\",
            "      --max-accuracy-loss 0.005 --config elmstream.yaml"
        })
public final class ModelCanaryCommand implements Callable<Integer> {

    @Mixin
    private ChallengeOptions challenge;

    private final Console console;

    public ModelCanaryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return challenge.start(console, Mode.CANARY);
    }
}
