package io.elmstream.cli.bench;

import io.elmstream.bench.LearnBench;
import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Online learning beside a plain loop. */
@Command(
        name = "learn",
        mixinStandardHelpOptions = true,
        description = "Measures online learning on one thread: rows of the sample data set shuttle learnt in a second,"
                + " compared with a plain loop over the same sums, and the time of a solution.",
        footer = {"", "Examples:", "  elmstream bench learn", "  elmstream bench learn --units 256 --json"})
public final class BenchLearnCommand implements Callable<Integer> {

    @Option(
            names = "--units",
            paramLabel = "L",
            defaultValue = "512",
            description = "hidden units (default: ${DEFAULT-VALUE})")
    private int units;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "15",
            description = "duration (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchLearnCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Logging.onlyErrors();
        Arguments.positive(units, "--units");
        Arguments.positive(seconds, "--seconds");
        LearnBench.Result result = LearnBench.run(units, seconds);
        console.result(output.json, Map.of("learn", result), all -> show(result));
        return 0;
    }

    private void show(LearnBench.Result r) {
        console.print("%,d hidden units, %d features, %d classes, one thread", r.units(), r.features(), r.classes());
        console.print("");
        console.print("| | rows a second |");
        console.print("|---|---|");
        console.print("| Elmstream | %,.0f |", r.rowsPerSecond());
        console.print("| plain loop | %,.0f |", r.plainRowsPerSecond());
        console.print("");
        console.print("ratio %.1f; a solution takes %.1f ms", r.ratio(), r.solveMillis());
    }
}
