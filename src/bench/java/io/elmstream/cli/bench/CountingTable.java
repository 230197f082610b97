package io.elmstream.cli.bench;

import io.elmstream.bench.CountingBench;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.kernel.ForwardPass;
import java.util.List;
import java.util.Map;

/** Measures what counting costs, and prints it as a table or as JSON. */
final class CountingTable {

    private final Console console;

    CountingTable(Console console) {
        this.console = console;
    }

    /** @param name of the list in JSON */
    void print(String name, CountingBench.Counting counting, JsonOption output) {
        Logging.onlyErrors();
        console.say(output.json, ForwardPass.choice().reason());
        List<CountingBench.Result> results = new CountingBench(counting, line -> console.say(true, line)).run();
        console.result(output.json, Map.of(name, results), shown -> show(results));
    }

    private void show(List<CountingBench.Result> results) {
        console.print("| batch | scoring, ns a reading | with counting, ns | ratio | counting alone, ns |");
        console.print("|---|---|---|---|---|");
        for (CountingBench.Result result : results) {
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
