package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.client.ModelControl;
import io.elmstream.governor.Command.Challenge;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Gate;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--min-readings",
            paramLabel = "N",
            description = "decide after this many compared readings; with --max-accuracy-loss, after this many"
                    + " that have a label")
    private @Nullable Long minReadings;

    @Option(
            names = "--max-accuracy-loss",
            paramLabel = "PART",
            description = "promote only if the accuracy is lower than the champion's by at most this much, 0 to 1")
    private @Nullable Double maxAccuracyLoss;

    @Option(
            names = "--min-agreement",
            paramLabel = "PART",
            description = "promote only if both predict the same class for at least this fraction of the"
                    + " readings, 0 to 1")
    private @Nullable Double minAgreement;

    @Option(
            names = "--max-error-rate",
            paramLabel = "PART",
            defaultValue = "0",
            description =
                    "roll back if more than this fraction could not be scored, 0 to 1 (default: ${DEFAULT-VALUE})")
    private double maxErrorRate;

    int start(Console console, Mode mode) {
        Arguments.positive(version, "VERSION");
        Challenger challenger = new Challenger(version, mode, share(), gate());
        return move.move(
                console,
                (timeline, revision) -> new Challenge(ModelControl.requestId(), move.id(), challenger, revision));
    }

    private Share share() {
        try {
            String number = share.endsWith("%") ? share.substring(0, share.length() - 1) : share;
            return new Share(new BigDecimal(number.strip())
                    .movePointRight(2)
                    .setScale(0, RoundingMode.UNNECESSARY)
                    .intValueExact());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    "--share must be 0.01 to 100 percent in steps of 0.01, but is '" + share + "'",
                    "--share");
        }
    }

    private Optional<Gate> gate() {
        if (minReadings == null) {
            if (maxAccuracyLoss != null || minAgreement != null || maxErrorRate != 0) {
                throw new CommandFailure(
                        "USAGE",
                        "conditions require --min-readings: the number of readings to compare before the"
                                + " governor decides",
                        "--min-readings");
            }
            return Optional.empty();
        }
        Arguments.positive(minReadings, "--min-readings");
        return Optional.of(new Gate(
                minReadings,
                fraction(maxAccuracyLoss, "--max-accuracy-loss"),
                fraction(minAgreement, "--min-agreement"),
                fraction(maxErrorRate, "--max-error-rate").orElseThrow()));
    }

    private static OptionalDouble fraction(@Nullable Double value, String option) {
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (!(value >= 0 && value <= 1)) {
            throw new CommandFailure("BAD_VALUE", option + " must be 0 to 1, but is " + value, option);
        }
        return OptionalDouble.of(value);
    }
}
