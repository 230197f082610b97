package io.elmstream.cli.bench;

import io.elmstream.bench.PageBench;
import io.elmstream.cli.Main;
import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the live page costs. */
@Command(
        name = "page",
        mixinStandardHelpOptions = true,
        description = "Measures what the live page costs: an instance in its own process drains a topic without a page,"
                + " and with one that several clients have open. Both take turns on the same readings and broker.",
        footer = {"", "Examples:", "  elmstream bench page", "  elmstream bench page --pages 30 --rounds 3 --json"})
public final class BenchPageCommand implements Callable<Integer> {

    @Option(
            names = "--pages",
            paramLabel = "N",
            defaultValue = "10",
            description = "number of pages that are open, up to 32 (default: ${DEFAULT-VALUE})")
    private int pages;

    @Option(
            names = "--readings",
            paramLabel = "N",
            defaultValue = "10000000",
            description = "number of readings to preload (default: ${DEFAULT-VALUE})")
    private int readings;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "rounds in which both take a turn (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchPageCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Arguments.positive(pages, "--pages");
        Arguments.positive(readings, "--readings");
        Arguments.positive(rounds, "--rounds");
        Logging.onlyErrors();
        List<String> run = List.of(Main.class.getName(), "run");
        PageBench.Result result =
                new PageBench(pages, readings, rounds, run, line -> console.say(output.json, line)).run();
        console.result(output.json, Map.of("page", result), shown -> show(result));
        return 0;
    }

    private void show(PageBench.Result r) {
        console.print("exactly once, an instance in its own process; medians of %d rounds", rounds);
        console.print(
                "%-16s %,9.0f/s %6.1f CPU s a million readings",
                "without a page", r.withoutPerSecond(), r.withoutCpuSeconds());
        console.print(
                "%-16s %,9.0f/s %6.1f CPU s a million readings, %,.0f bytes a second to each",
                r.pages() + " pages open", r.withPerSecond(), r.withCpuSeconds(), r.bytesPerSecond());
        console.print("ratio            %.3f", r.ratio());
    }
}
