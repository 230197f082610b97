package io.elmstream.cli.offline;

import io.elmstream.cli.offline.TrainCommand.Tried;
import io.elmstream.training.PlanSearch;
import io.elmstream.training.Scores;
import io.elmstream.training.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The plans that a search has compared, as JSON and as a table. */
final class SearchTable {

    private SearchTable() {}

    static List<Tried> tried(PlanSearch.Result result) {
        return result.trials().stream()
                .map(trial -> tried(trial, trial.equals(result.chosen())))
                .toList();
    }

    private static Tried tried(Trial trial, boolean chosen) {
        Scores scores = trial.scores();
        return new Tried(
                trial.plan().layer().description(),
                trial.plan().layer().units(),
                Weighting.text(trial.plan().classWeights()),
                trial.rows(),
                scores.accuracy(),
                scores.accuracyError(),
                scores.macroRecall(),
                scores.macroRecallError(),
                scores.logLoss(),
                trial.nanos(),
                trial.bytes(),
                chosen);
    }

    /** Returns a header and a line per plan; none without plans. */
    static List<String> lines(List<Tried> tried) {
        List<String> lines = new ArrayList<>();
        if (!tried.isEmpty()) {
            lines.add(line("units", "rows", "accuracy", "macro recall", "log loss", "ns", "bytes", "weights", "layer"));
        }
        for (Tried each : tried) {
            lines.add(line(
                    format("%d", each.hidden()),
                    format("%,d", each.rows()),
                    format("%.2f ±%.2f %%", 100 * each.accuracy(), 100 * each.accuracyError()),
                    format("%.3f ±%.3f", each.macroRecall(), each.macroRecallError()),
                    format("%.4f", each.logLoss()),
                    format("%,.0f", each.nanos()),
                    format("%,d", each.bytes()),
                    each.classWeights(),
                    each.layer() + (each.chosen() ? "  <- chosen" : "")));
        }
        return lines;
    }

    private static String line(Object... cells) {
        return format("%5s %7s  %14s  %12s  %8s  %6s  %9s  %-7s  %s", cells);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
