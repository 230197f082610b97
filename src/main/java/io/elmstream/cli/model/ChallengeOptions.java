package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.client.ModelControl;
import io.elmstream.governor.Command.Challenge;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import java.math.BigDecimal;
import java.math.RoundingMode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options for trying a challenger. */
final class ChallengeOptions {

    @Mixin
    private MoveOptions move;

    @Parameters(index = "1", paramLabel = "VERSION", description = "a published version")
    private int version;

    @Option(
            names = "--share",
            paramLabel = "PERCENT",
            defaultValue = "100",
            description = "the percentage of sensors, 0.01 to 100 (default: ${DEFAULT-VALUE}); when the share"
                    + " grows, the sensors already in it remain")
    private String share;

    @Mixin
    private GateOptions conditions;

    int start(Console console, Mode mode) {
        Arguments.positive(version, "VERSION");
        Challenger challenger = new Challenger(version, mode, share(), conditions.gate());
        return move.move(
                console,
                (timeline, revision) -> new Challenge(ModelControl.requestId(), move.id(), challenger, revision));
    }

    private Share share() {
        return share(share, "--share");
    }

    /**
     * Returns a percentage as a share.
     *
     * @param text as the user wrote it, with or without the sign
     * @param option that contained it
     * @throws CommandFailure if it is none
     */
    static Share share(String text, String option) {
        try {
            String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
            return new Share(new BigDecimal(number.strip())
                    .movePointRight(2)
                    .setScale(0, RoundingMode.UNNECESSARY)
                    .intValueExact());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    option + " must be 0.01 to 100 percent in steps of 0.01, but is '" + text + "'",
                    option);
        }
    }
}
