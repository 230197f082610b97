package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Console;
import io.elmstream.elm.Counted;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The result of learning online for people. */
final class OnlineTable {

    private static final int MOST_DRIFTS = 12;

    private final Console console;

    OnlineTable(Console console) {
        this.console = console;
    }

    void print(OnlineResult result) {
        console.print("%-22s %9s %11s", "", "accuracy", "last label");
        console.print(
                "%-22s %7.2f %% %9.2f %%",
                Counted.of(result.tested(), "row"), 100 * result.accuracy(), 100 * result.lastLabelAccuracy());
        console.print(
                "%-22s %7.2f %% %9.2f %%",
                String.format(Locale.ROOT, "the last %,d", result.recent().rows()),
                100 * result.recent().accuracy(),
                100 * result.recent().lastLabelAccuracy());
        console.print("");
        console.print(
                "kappa %.3f, beyond the last label (kappa-temporal) %.3f, macro recall %.3f",
                result.kappa(), result.kappaTemporal(), result.macroRecall());
        result.covered()
                .ifPresent(share -> console.print("label sets had the class of %.1f %% of the rows", 100 * share));
        List<Long> drifts = result.drifts();
        console.print("%s", drifts.isEmpty() ? "no drift found" : found(drifts));
        console.print("%s solved; served by rule of forgetting:", Counted.of(result.versions(), "version"));
        result.served().stream()
                .filter(rule -> rule.versions() > 0)
                .forEach(rule -> console.print(
                        "  %-40s %,9d%s", rule.forgetting(), rule.versions(), rule.last() ? "  (the model's)" : ""));
        console.print(
                "%s version %d: %s learnt in %.1f s, %s (%s), ridge %.3g; %,d bytes, SHA-256 %s",
                result.model(),
                result.version(),
                Counted.of(result.rows(), "row"),
                result.seconds(),
                Counted.of(result.hidden(), "hidden unit"),
                result.layer(),
                result.ridge(),
                result.bytes(),
                result.digest());
        if (result.laggedLabels() > 0) {
            console.print(
                    "the model has earlier labels as features: readings must carry %s and so on, the label of the"
                            + " sensor's reading before, and are rejected or wrong without",
                    "label-1=CLASS");
        }
    }

    private static String found(List<Long> drifts) {
        String rows = drifts.stream().limit(MOST_DRIFTS).map(String::valueOf).collect(Collectors.joining(", "));
        return Counted.of(drifts.size(), "drift") + " found, at " + (drifts.size() == 1 ? "row " : "rows ") + rows
                + (drifts.size() > MOST_DRIFTS ? ", ..." : "");
    }
}
