package io.elmstream.cli.bench;

import io.elmstream.bench.TrainBench;
import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Training beside numpy. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Measures the training on the sample data set shuttle, 43,500 rows of 9 features, compared with"
                + " the same training by numpy. Both use all cores.",
        footer = {
            "",
            "Examples:",
            "  elmstream bench train",
            "  elmstream bench train --units 500 --python /usr/bin/python3 --json"
        })
public final class BenchTrainCommand implements Callable<Integer> {

    @Option(
            names = "--units",
            paramLabel = "L",
            defaultValue = "1000",
            description = "hidden units (default: ${DEFAULT-VALUE})")
    private int units;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "4",
            description = "trainings of each, of which the fastest counts (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--python",
            paramLabel = "PROGRAM",
            defaultValue = "python3",
            description = "a Python 3 with numpy (default: ${DEFAULT-VALUE})")
    private String python;

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchTrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Logging.onlyErrors();
        Arguments.positive(units, "--units");
        Arguments.positive(rounds, "--rounds");
        TrainBench.Result result;
        try {
            result = new TrainBench(line -> console.say(true, line)).run(units, rounds, python);
        } catch (IOException e) {
            throw new CommandFailure("BAD_VALUE", "--python: " + python + ": " + e.getMessage(), "--python");
        }
        console.result(output.json, Map.of("train", result), all -> show(result));
        return 0;
    }

    private void show(TrainBench.Result r) {
        console.print(
                "%,d rows, %d features, %,d hidden units, %d threads", r.rows(), r.features(), r.units(), r.threads());
        console.print("");
        console.print("| | first, s | best, s | CPU, s | ridge | leave-one-out accuracy | memory, MB |");
        console.print("|---|---|---|---|---|---|---|");
        show("Elmstream", r.ours());
        if (r.numpy() == null) {
            console.print("");
            console.print(
                    "%s has no numpy. Debian: apt-get install python3-numpy libopenblas0-pthread, and --python"
                            + " /usr/bin/python3; or pip install numpy",
                    python);
            return;
        }
        show("numpy " + r.numpyVersion(), r.numpy());
        console.print("");
        console.print(
                "ratio %.2f, of CPU seconds %.2f; largest difference of an output weight: %.1e of the largest weight",
                r.ratio(), r.cpuRatio(), r.betaDifference());
    }

    private void show(String name, TrainBench.Training t) {
        console.print(
                "| %s | %.2f | %.2f | %.2f | %.4g | %.3f %% | %,.0f |",
                name, t.firstSeconds(), t.seconds(), t.cpuSeconds(), t.lambda(), 100 * t.looAccuracy(), t.megabytes());
    }
}
