package io.elmstream.cli.bench;

import io.elmstream.bench.ActivityBench;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What it costs to count what an instance does. */
@Command(
        name = "activity",
        mixinStandardHelpOptions = true,
        description = "Measures scoring with and without counting scoring times and latency for reports and metrics, on"
                + " one thread, with the rows and the model of Shuttle.",
        footer = {"", "Examples:", "  elmstream bench activity", "  elmstream bench activity --json"})
public final class BenchActivityCommand implements Callable<Integer> {

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchActivityCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        new CountingTable(console, "counting").print("activity", new ActivityBench(), output);
        return 0;
    }
}
