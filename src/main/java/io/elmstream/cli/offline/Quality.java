package io.elmstream.cli.offline;

import io.elmstream.training.Evaluation;
import java.util.List;
import java.util.Locale;

/**
 * How good the predictions for some rows are.
 *
 * @param rows which rows they are
 * @param count number of the rows
 * @param accuracy fraction of the rows whose class was predicted correctly, 0 to 1
 * @param accuracyError its standard error
 * @param macroRecall mean recall of all classes, 0 to 1
 * @param macroRecallError its standard error
 * @param calibrationError mean gap between confidence and accuracy, 0 to 1
 * @param neverRecalled classes with rows of which none was predicted correctly
 */
public record Quality(
        String rows,
        long count,
        double accuracy,
        double accuracyError,
        double macroRecall,
        double macroRecallError,
        double calibrationError,
        List<String> neverRecalled) {

    static Quality of(String rows, Evaluation evaluation) {
        return new Quality(
                rows,
                evaluation.rows(),
                evaluation.accuracy(),
                evaluation.accuracyError(),
                evaluation.macroRecall(),
                evaluation.macroRecallError(),
                evaluation.calibrationError(),
                evaluation.neverRecalled());
    }

    /** Returns a line for people. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%s: accuracy %.2f %% (+- %.2f), macro recall %.3f (+- %.3f), calibration error %.4f",
                rows,
                100 * accuracy,
                100 * accuracyError,
                macroRecall,
                macroRecallError,
                calibrationError);
    }
}
