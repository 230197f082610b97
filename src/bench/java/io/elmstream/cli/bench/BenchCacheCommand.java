package io.elmstream.cli.bench;

import io.elmstream.bench.CacheBench;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.kernel.ForwardPass;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the cache of predictions costs and saves. */
@Command(
        name = "cache",
        mixinStandardHelpOptions = true,
        description = "Measures scoring with and without the cache of predictions (cache.max.bytes), on one thread, by"
                + " the share of readings that repeat, and says from which share on the cache saves time.",
        footer = {"", "Examples:", "  elmstream bench cache", "  elmstream bench cache --json"})
public final class BenchCacheCommand implements Callable<Integer> {

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchCacheCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Logging.onlyErrors();
        console.say(output.json, ForwardPass.choice().reason());
        List<CacheBench.Result> results = new CacheBench(line -> console.say(true, line)).run();
        console.result(output.json, Map.of("cache", results), this::show);
        return 0;
    }

    private void show(Map<String, List<CacheBench.Result>> results) {
        console.print("| model | batch | hits, % | without, ns a reading | with, ns | ratio | break-even, % of hits |");
        console.print("|---|---|---|---|---|---|---|");
        for (CacheBench.Result result : results.getOrDefault("cache", List.of())) {
            String breakEven = result.breakEven() == null ? "never" : "%.0f".formatted(100 * result.breakEven());
            for (CacheBench.Point point : result.points()) {
                console.print(
                        "| %s | %d | %.0f | %,.0f | %,.0f | %.2f | %s |",
                        result.model(),
                        result.batch(),
                        100 * point.hits(),
                        point.plain(),
                        point.cached(),
                        point.cached() / point.plain(),
                        breakEven);
            }
        }
    }
}
