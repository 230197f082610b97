package io.elmstream.cli.bench;

import io.elmstream.bench.BatchingBench;
import io.elmstream.bench.BatchingPicture;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.data.OutputFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What batch size and linger do. */
@Command(
        name = "batching",
        mixinStandardHelpOptions = true,
        description = "Measures throughput and latency for several values of batch.max.size, and latency for"
                + " several values of batch.linger.ms. The defaults are based on these measurements.",
        footer = {"", "Examples:", "  elmstream bench batching", "  elmstream bench batching --picture batching.svg"})
public final class BenchBatchingCommand implements Callable<Integer> {

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "write a chart of throughput and latency by batch size to this file, as SVG")
    private Optional<Path> picture = Optional.empty();

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchBatchingCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Logging.onlyErrors();
        Optional<OutputFile> pictureFile = picture.map(path -> OutputFile.of("--picture", path));
        BatchingBench.Result result = new BatchingBench(line -> console.say(true, line)).run();
        pictureFile.ifPresent(file -> file.write(BatchingPicture.svg(result.throughput())));
        console.result(output.json, Map.of("batching", result), all -> show(result));
        return 0;
    }

    private void show(BatchingBench.Result result) {
        console.print("| batch.max.size | readings/s, exactly once, topic drained | p50, ms | p99, ms |");
        console.print("|---|---|---|---|");
        result.throughput()
                .forEach(size -> console.print(
                        "| %d | %,.0f | %.1f | %.1f |", size.maxSize(), size.perSecond(), size.p50(), size.p99()));
        console.print("");
        console.print("| batch.linger.ms | p50, ms | p99, ms | (5,000 readings a second, at least once) |");
        console.print("|---|---|---|---|");
        result.latency().forEach(l -> console.print("| %d | %.1f | %.1f | |", l.lingerMillis(), l.p50(), l.p99()));
    }
}
