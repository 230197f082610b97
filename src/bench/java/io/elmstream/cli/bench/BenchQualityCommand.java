package io.elmstream.cli.bench;

import io.elmstream.bench.QualityBench;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.kernel.ForwardPass;
import java.util.List;
import java.util.Map;
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
        Logging.onlyErrors();
        console.say(output.json, ForwardPass.choice().reason());
        List<QualityBench.Result> results = new QualityBench(line -> console.say(true, line)).run();
        console.result(output.json, Map.of("quality", results), this::show);
        return 0;
    }

    private void show(Map<String, List<QualityBench.Result>> results) {
        console.print("| batch | scoring, ns a reading | with counting, ns | ratio | counting alone, ns |");
        console.print("|---|---|---|---|---|");
        for (QualityBench.Result result : results.getOrDefault("quality", List.of())) {
            console.print(
                    "| %d | %,.0f | %,.0f | %.3f | %.1f |",
                    result.batch(),
                    result.plain(),
                    result.counted(),
                    result.counted() / result.plain(),
                    result.alone());
        }
    }
}
