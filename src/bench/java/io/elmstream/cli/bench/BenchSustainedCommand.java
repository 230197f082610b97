package io.elmstream.cli.bench;

import io.elmstream.bench.SustainedBench;
import io.elmstream.bench.SustainedPicture;
import io.elmstream.cli.Main;
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
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether an instance keeps up with a load for long. */
@Command(
        name = "sustained",
        mixinStandardHelpOptions = true,
        description = "Runs one instance, exactly once, at a constant load for many minutes, and measures whether it"
                + " keeps up: the growth of its lag, of its memory, and CPU seconds for a million readings. The load is"
                + " sustained if the lag grows by less than a hundredth of it.",
        footer = {
            "",
            "Examples:",
            "  elmstream bench sustained",
            "  elmstream bench sustained --minutes 120 --picture sustained.svg",
            "  elmstream bench sustained --rate 50000 --minutes 5 --json"
        })
public final class BenchSustainedCommand implements Callable<Integer> {

    private static final double SHORT_OF = 0.98;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "10",
            description = "minutes to measure, after two minutes of warm-up (default: ${DEFAULT-VALUE})")
    private int minutes;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "readings per second (default: half of what the instance drains from a topic, measured first)")
    private Optional<Integer> rate = Optional.empty();

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "write a chart of lag, memory and CPU time to this file, as SVG")
    private Optional<Path> picture = Optional.empty();

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchSustainedCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Arguments.positive(minutes, "--minutes");
        rate.ifPresent(given -> Arguments.positive(given, "--rate"));
        Logging.onlyErrors();
        Optional<OutputFile> pictureFile = picture.map(path -> OutputFile.of("--picture", path));
        SustainedBench.Result result = new SustainedBench(
                        rate.map(OptionalInt::of).orElse(OptionalInt.empty()),
                        Duration.ofMinutes(minutes),
                        List.of(Main.class.getName(), "run"),
                        line -> console.say(output.json, line))
                .run();
        pictureFile.ifPresent(file -> file.write(SustainedPicture.svg(result)));
        console.result(output.json, Map.of("sustained", result), all -> show(result));
        return 0;
    }

    private void show(SustainedBench.Result r) {
        console.print("");
        console.print(
                "exactly once, 48 features, 512 hidden units, 6 classes, one instance with one stream thread, %d min",
                minutes);
        console.print("");
        if (r.drainedPerSecond() > 0) {
            console.print("%-34s %,.0f readings/s", "full load, draining a topic", r.drainedPerSecond());
        }
        console.print("%-34s %,.0f readings/s", "load", r.perSecond());
        console.print(
                "%-34s %,.0f readings (%.0f ms of the load); grew by %.4f %% of the load: %s",
                "lag, mean",
                r.lag(),
                1000 * r.lag() / r.perSecond(),
                100 * r.lagSlope(),
                r.sustained() ? "sustained" : "not sustained");
        console.print(
                "%-34s %,.0f MB; grew by %.2f %% of it an hour", "memory, mean", r.megabytes(), 100 * r.memorySlope());
        console.print("%-34s %.2f", "CPU seconds for a million readings", r.cpuSeconds());
        if (r.perSecond() < SHORT_OF * r.wantedPerSecond()) {
            console.print(
                    "The machine could not send more: %,.0f readings/s were wanted. Give a lower --rate.",
                    r.wantedPerSecond());
        }
    }
}
