package io.elmstream.cli.offline;

import io.elmstream.cli.offline.TrainCommand.Tried;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.PlanSearch;
import io.elmstream.training.Scores;
import io.elmstream.training.Trial;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.TextTable;

/** The plans that a search has compared, as JSON and as a table. */
final class SearchTable {

    private static final int WIDTH = 100;
    private static final int FIGURES = 60;
    private static final String NO_WEIGHTS = Weighting.text(new ClassWeights.None());

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

    /** Returns a header, each plan and a legend, in lines of at most {@value #WIDTH} columns; none without plans. */
    static List<String> lines(List<Tried> tried) {
        if (tried.isEmpty()) {
            return List.of();
        }
        TextTable table = TextTable.forColumnWidths(Help.defaultColorScheme(Ansi.OFF), FIGURES, WIDTH - FIGURES);
        table.addRowValues(
                figures("", "units", "rows", "accuracy %", "macro recall", "loss", "ns", "kB"),
                "layer; * is the chosen one");
        for (Tried each : tried) {
            table.addRowValues(
                    figures(
                            each.chosen() ? "*" : "",
                            format("%,d", each.hidden()),
                            format("%,d", each.rows()),
                            format("%.2f\u00b1%.2f", 100 * each.accuracy(), 100 * each.accuracyError()),
                            format("%.3f\u00b1%.3f", each.macroRecall(), each.macroRecallError()),
                            format("%.4f", each.logLoss()),
                            format("%,.0f", each.nanos()),
                            format(each.bytes() < 1_000_000 ? "%.1f" : "%,.0f", each.bytes() / 1e3)),
                    each.layer() + weights(each));
        }
        return table.toString().lines().map(String::stripTrailing).toList();
    }

    private static String weights(Tried each) {
        return each.classWeights().equals(NO_WEIGHTS) ? "" : ", class weights " + each.classWeights();
    }

    private static String figures(Object... cells) {
        return format("%1s%5s %6s %11s %12s %6s %6s %5s", cells);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
