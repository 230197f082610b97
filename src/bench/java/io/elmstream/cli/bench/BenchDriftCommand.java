package io.elmstream.cli.bench;

import io.elmstream.bench.DriftBench;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How soon a drift is found. */
@Command(
        name = "drift",
        mixinStandardHelpOptions = true,
        description = "Measures how soon a shift of one feature of Shuttle is found, and how often a drift is reported"
                + " that is none, at 100 readings a second of simulated time, windows of 10 minutes and 1 false alarm a"
                + " day.",
        footer = {"", "Examples:", "  elmstream bench drift", "  elmstream bench drift --json"})
public final class BenchDriftCommand implements Callable<Integer> {

    /** An alarm each day, as many as may be false, is half a day late on average. */
    private static final double EVERY_DAY = 12 * 60;

    /**
     * Printed as JSON.
     *
     * @param found shifts
     * @param quiet streams without any
     */
    public record Result(List<DriftBench.Found> found, DriftBench.Quiet quiet) {}

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchDriftCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Logging.onlyErrors();
        DriftBench bench = new DriftBench(line -> console.say(true, line));
        console.result(output.json, new Result(bench.found(), bench.quiet()), this::show);
        return 0;
    }

    private void show(Result result) {
        console.print("| shift, standard deviations | found within a day | minutes to the report | an alarm a day |");
        console.print("|---|---|---|---|");
        for (DriftBench.Found found : result.found()) {
            console.print(
                    "| %.2f | %d of %d | %s | %.0f |",
                    found.shift(),
                    found.found(),
                    found.trials(),
                    found.found() == 0 ? "-" : String.format(Locale.ROOT, "%.1f", found.minutes()),
                    EVERY_DAY);
        }
        console.print(
                "%d drifts reported in %.0f days without one; %.0f were allowed",
                result.quiet().reports(), result.quiet().days(), result.quiet().allowed());
    }
}
