package io.elmstream.cli.bench;

import io.elmstream.bench.LatencyBench;
import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.config.Guarantee;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From a reading to its prediction. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description = "Measures the time from the moment a reading is due until its prediction is consumed,"
                + " at a constant rate, compared with a pass-through topology.",
        footer = {
            "",
            "Examples:",
            "  elmstream bench latency",
            "  elmstream bench latency --guarantee exactly_once_v2 --json"
        })
public final class BenchLatencyCommand implements Callable<Integer> {

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "5000",
            description = "readings per second (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "seconds to measure, after ten seconds of warm-up (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--guarantee",
            paramLabel = "G",
            defaultValue = "AT_LEAST_ONCE",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Guarantee guarantee;

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchLatencyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Arguments.positive(rate, "--rate");
        Arguments.positive(seconds, "--seconds");
        Logging.onlyErrors();
        LatencyBench bench = new LatencyBench(
                rate, Duration.ofSeconds(10), Duration.ofSeconds(seconds), line -> console.say(output.json, line));
        LatencyBench.Result result = bench.run(guarantee);
        console.result(output.json, Map.of("latency", result), all -> show(result));
        return 0;
    }

    private void show(LatencyBench.Result result) {
        console.print("%s, %,d readings a second, from due to read, milliseconds", result.guarantee(), rate);
        console.print(
                "%-32s p50 %7.1f   p99 %7.1f",
                "pass-through of the same bytes",
                result.passThrough().p50(),
                result.passThrough().p99());
        console.print(
                "%-32s p50 %7.1f   p99 %7.1f",
                "Elmstream", result.job().p50(), result.job().p99());
    }
}
