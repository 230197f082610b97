package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.training.TrustGoal;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for how far predictions of a trained model are to be believed. */
public final class TrustOptions {

    @Option(
            names = "--coverage",
            paramLabel = "C",
            defaultValue = "0.9",
            description = "how many of the readings must have their true class in the label set of their prediction,"
                    + " above 0 and below 1 (default: ${DEFAULT-VALUE})")
    private double coverage;

    @Option(
            names = "--abstain-accuracy",
            paramLabel = "A",
            description = "how many of the predictions of each class that are used must be right, above 0 and below 1:"
                    + " the model abstains from those that are less sure (default: it never abstains)")
    private @Nullable Double accuracy;

    /** Checks the values before anything is read. */
    void require() {
        within("--coverage", coverage);
        if (accuracy != null) {
            within("--abstain-accuracy", accuracy);
        }
    }

    TrustGoal goal() {
        return new TrustGoal(coverage, accuracy == null ? OptionalDouble.empty() : OptionalDouble.of(accuracy));
    }

    private static void within(String option, double value) {
        if (!(value > 0 && value < 1)) {
            throw new CommandFailure("BAD_VALUE", option + " must be above 0 and below 1, but is " + value, option);
        }
    }
}
