package io.elmstream.cli.bench;

import io.elmstream.bench.ServeBench;
import io.elmstream.bench.TimesPicture;
import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.data.OutputFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From a request to its answer. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Measures requests for inference over HTTP: the time of single rows on one connection at a"
                + " constant rate, and how many rows a second are answered, alone and in large requests.",
        footer = {"", "Examples:", "  elmstream bench serve", "  elmstream bench serve --rate 2000 --picture times.svg"
        })
public final class BenchServeCommand implements Callable<Integer> {

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "requests per second on one connection (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "seconds for each measurement, after ten seconds of warm-up (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "write a chart of the times over their percentiles to this file, as SVG")
    private Optional<Path> picture = Optional.empty();

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Arguments.positive(rate, "--rate");
        Arguments.positive(seconds, "--seconds");
        Logging.onlyErrors();
        Optional<OutputFile> file = picture.map(path -> OutputFile.of("--picture", path));
        ServeBench bench = new ServeBench(
                rate, Duration.ofSeconds(10), Duration.ofSeconds(seconds), line -> console.say(true, line));
        List<ServeBench.Result> results = bench.run();
        file.ifPresent(picture -> picture.write(TimesPicture.svg(results)));
        console.result(output.json, Map.of("serve", results), all -> show(results));
        return 0;
    }

    private void show(List<ServeBench.Result> results) {
        console.print("| server | p50, ms | p99, ms | p99.9, ms | max, ms | requests a second | rows a second |");
        console.print("|---|---|---|---|---|---|---|");
        for (ServeBench.Result r : results) {
            ServeBench.Times t = r.times();
            console.print(
                    "| %s | %.3f | %.3f | %.3f | %.3f | %,.0f | %,.0f |",
                    r.name(), t.p50(), t.p99(), t.p999(), t.max(), r.requestsPerSecond(), r.rowsPerSecond());
        }
        ServeBench.Result baseline = ServeBench.baseline(results);
        if (baseline == null) {
            console.print("");
            console.print("for ONNX Runtime: mvn -q -Pjmh -Dmaven.test.skip=true package, then this command again");
        } else {
            ServeBench.Result ours = results.get(0);
            console.print(
                    "ratio: %.2f of its p50, %.2f x its requests, %.2f x its rows",
                    ours.times().p50() / baseline.times().p50(),
                    ours.requestsPerSecond() / baseline.requestsPerSecond(),
                    ours.rowsPerSecond() / baseline.rowsPerSecond());
        }
    }
}
