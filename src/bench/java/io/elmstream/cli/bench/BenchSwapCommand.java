package io.elmstream.cli.bench;

import io.elmstream.bench.SwapBench;
import io.elmstream.cli.Main;
import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.config.Guarantee;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What swaps cost. */
@Command(
        name = "swap",
        mixinStandardHelpOptions = true,
        description = "Measures throughput and latency of two instances at a constant rate while a new"
                + " version becomes the champion every second, compared with the same load without swaps, and"
                + " checks every prediction against the timeline.",
        footer = {"", "Examples:", "  elmstream bench swap", "  elmstream bench swap --swaps 20 --seconds 20 --json"})
public final class BenchSwapCommand implements Callable<Integer> {

    private static final Duration EVERY = Duration.ofSeconds(1);

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "5000",
            description = "readings per second (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--swaps",
            paramLabel = "N",
            defaultValue = "100",
            description = "number of new champions, one per second (default: ${DEFAULT-VALUE})")
    private int swaps;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "seconds without swaps, half before and half after the swaps (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--guarantee",
            paramLabel = "G",
            defaultValue = "EXACTLY_ONCE_V2",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Guarantee guarantee;

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchSwapCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Arguments.positive(rate, "--rate");
        Arguments.positive(swaps, "--swaps");
        Arguments.positive(seconds, "--seconds");
        Logging.onlyErrors();
        List<String> run = List.of(Main.class.getName(), "run");
        SwapBench.Result result = new SwapBench(rate, swaps, EVERY, run, line -> console.say(output.json, line))
                .run(guarantee, Duration.ofSeconds(seconds), prediction -> {})
                .result();
        console.result(output.json, Map.of("swap", result), all -> show(result));
        return 0;
    }

    private void show(SwapBench.Result r) {
        console.print("%s, two instances, %,d readings a second, milliseconds from due to read", r.guarantee(), rate);
        console.print(
                "%-28s %,8.0f/s   p50 %7.1f   p99 %7.1f",
                "without swaps",
                r.without().perSecond(),
                r.without().p50(),
                r.without().p99());
        console.print(
                "%-28s %,8.0f/s   p50 %7.1f   p99 %7.1f",
                r.swaps() + " swaps, one a second",
                r.with().perSecond(),
                r.with().p50(),
                r.with().p99());
        console.print(
                "of %,d readings: lost %,d, duplicated %,d, scored under a stale revision %,d",
                r.readings(), r.lost(), r.duplicated(), r.stale());
    }
}
