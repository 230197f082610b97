package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Console;
import io.elmstream.elm.Samples;
import io.elmstream.elm.ShortList;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.DataChecks;
import io.elmstream.training.Evaluation;
import io.elmstream.training.SharedRows;
import io.elmstream.training.Trained;
import io.elmstream.training.Validated;
import io.elmstream.training.Validation;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells on stderr what may be wrong with a training, although it succeeds. */
final class TrainingWarnings {

    /** The smallest difference of two accuracies to warn of, in points. */
    private static final double LARGE_GAP = 2;

    /** The share of rows among the training rows from which on to warn. */
    private static final double MOST_SHARED = 0.5;

    private final Console console;
    private final DataChecks checks;

    TrainingWarnings(Console console, DataChecks checks) {
        this.console = console;
        this.checks = checks;
    }

    void ofData(int units) {
        checks.warnings(units).forEach(this::warn);
    }

    /** Warns if most of the rows to validate or test on are training rows. */
    void ofSharedRows(Samples training, Validation validation, Optional<TableSamples> test) {
        if (validation instanceof Validation.Others others) {
            ofSharedRows("--validate", others.samples(), training);
        }
        test.ifPresent(rows -> ofSharedRows("--test", rows, training));
    }

    private void ofSharedRows(String option, Samples rows, Samples training) {
        double share = SharedRows.of(rows, training);
        if (share > MOST_SHARED) {
            warn(String.format(
                    Locale.ROOT,
                    "%.0f %% of the rows of %s have the features of a training row. If they are training rows, their"
                            + " figures are better than those of new rows",
                    100 * share,
                    option));
        }
    }

    /** Tells why a validation is the default, where it is not leave-one-out. */
    void ofDefault(Validation validation) {
        checks.timeOrder()
                .ifPresent(why -> console.say(
                        true,
                        validation instanceof Validation.LeaveOneOut
                                ? "warning: validates by leave-one-out, which flatters, since the rows seem to be in"
                                        + " time order, because " + why + ": no split by time"
                                        + " leaves all classes on both sides (--validate rows A..B chooses)"
                                : "validates on " + validation.description()
                                        + " by default: the rows seem to be in time order, because " + why
                                        + " (--validate chooses otherwise)"));
    }

    /**
     * Warns if leave-one-out promises more than rows keep that were held back.
     *
     * @param byTime measures the last fifth; called if nothing was held back
     */
    void ofGap(Trained trained, Validation validation, Supplier<Validated> byTime) {
        if (!(validation instanceof Validation.LeaveOneOut)) {
            ofGap(trained.leaveOneOut(), trained.validated().evaluation(), validation);
        } else if (checks.hasAllClassesByTime()) {
            ofGap(trained.leaveOneOut(), byTime.get().evaluation(), new Validation.Time());
        }
    }

    private void ofGap(Evaluation leaveOneOut, Evaluation later, Validation of) {
        double gap = 100 * (leaveOneOut.accuracy() - later.accuracy());
        double error = 100 * Math.hypot(leaveOneOut.accuracyError(), later.accuracyError());
        if (gap > LARGE_GAP && gap > 3 * error) {
            warn(String.format(
                    Locale.ROOT,
                    "leave-one-out says %.2f %%, but %s, predicted by a model of the other rows, %.2f %%: rows next"
                            + " to each other are alike, or later ones differ. New rows may be nearer to the lower"
                            + " figure; --test measures it",
                    100 * leaveOneOut.accuracy(),
                    of.description(),
                    100 * later.accuracy()));
        }
    }

    void ofClasses(Quality quality) {
        String rest = " (" + quality.rows() + "); --class-weights balanced gives rare classes more weight";
        ShortList.sentence(
                        quality.neverRecalled(),
                        "the model recalls no row of class %s" + rest,
                        "the model recalls no row of each of the classes %s" + rest)
                .forEach(this::warn);
    }

    private void warn(String text) {
        console.say(true, "warning: " + text);
    }
}
