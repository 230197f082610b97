package io.elmstream.cli.bench;

import io.elmstream.bench.QualityBench;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What it costs to count the quality of a version. */
@Command(
        name = "quality",
        mixinStandardHelpOptions = true,
        description = "Measures scoring with and without counting the quality of the version (classes, confidences,"
                + " features of a sample), on one thread, with the rows and the model of Shuttle.",
        footer = {"", "Examples:", "  elmstream bench quality", "  elmstream bench quality --json"})
public final class BenchQualityCommand implements Callable<Integer> {

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchQualityCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        new CountingTable(console, "counting").print("quality", new QualityBench(), output);
        return 0;
    }
}
