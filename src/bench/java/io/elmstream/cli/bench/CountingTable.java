package io.elmstream.cli.bench;

import io.elmstream.bench.CountingBench;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.kernel.ForwardPass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures what counting or tracing costs, and prints it as tables or as JSON. */
final class CountingTable {

    private final Console console;
    private final String what;

    /** @param what is measured */
    CountingTable(Console console, String what) {
        this.console = console;
        this.what = what;
    }

    /** @param name of the list in JSON */
    void print(String name, CountingBench.Counting counting, JsonOption output) {
        print(Map.of(name, counting), output);
    }

    /** @param countings by the names of their lists in JSON; if there are several, each table has its name above it */
    void print(Map<String, CountingBench.Counting> countings, JsonOption output) {
        Logging.onlyErrors();
        console.say(output.json, ForwardPass.choice().reason());
        Map<String, List<CountingBench.Result>> results = new LinkedHashMap<>();
        countings.forEach((name, counting) ->
                results.put(name, new CountingBench(counting, line -> console.say(true, line)).run()));
        console.result(output.json, results, this::show);
    }

    private void show(Map<String, List<CountingBench.Result>> results) {
        results.forEach((name, list) -> {
            if (results.size() > 1) {
                console.print("");
                console.print("%s:", name);
                console.print("");
            }
            show(list);
        });
    }

    private void show(List<CountingBench.Result> results) {
        console.print("| batch | scoring, ns a reading | with %s, ns | ratio | %s alone, ns |", what, what);
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
