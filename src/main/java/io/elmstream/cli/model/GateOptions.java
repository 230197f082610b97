package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.rollout.Gate;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the conditions under which a challenger is promoted or rolled back. */
final class GateOptions {

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

    /** Returns whether any condition was named. */
    boolean areNamed() {
        return minReadings != null || maxAccuracyLoss != null || minAgreement != null || maxErrorRate != 0;
    }

    /**
     * Returns the conditions; empty if none were named.
     *
     * @throws CommandFailure if one is out of its range
     */
    Optional<Gate> gate() {
        if (minReadings == null) {
            if (areNamed()) {
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
