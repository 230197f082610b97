package io.elmstream.cli.bench;

import io.elmstream.bench.ActivityBench;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.kernel.ForwardPass;
import java.util.List;
import java.util.Map;
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
        Logging.onlyErrors();
        console.say(output.json, ForwardPass.choice().reason());
        List<ActivityBench.Result> results = new ActivityBench(line -> console.say(true, line)).run();
        console.result(output.json, Map.of("activity", results), this::show);
        return 0;
    }

    private void show(Map<String, List<ActivityBench.Result>> results) {
        console.print("| batch | scoring, ns a reading | with counting, ns | ratio | counting alone, ns |");
        console.print("|---|---|---|---|---|");
        for (ActivityBench.Result result : results.getOrDefault("activity", List.of())) {
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
