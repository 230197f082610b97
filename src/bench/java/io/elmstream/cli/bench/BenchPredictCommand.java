package io.elmstream.cli.bench;

import io.elmstream.bench.PredictBench;
import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.model.ArtefactException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scoring files. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = "Measures predict on made-up files of 9 features, compared with reading and writing the same"
                + " files without scoring, and with the forward pass alone.",
        footer = {
            "",
            "Examples:",
            "  elmstream bench predict",
            "  elmstream bench predict --rows 5000000 --folder /mnt/disk --json"
        })
public final class BenchPredictCommand implements Callable<Integer> {

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "2000000",
            description = "rows of each file (default: ${DEFAULT-VALUE})")
    private int rows;

    @Option(
            names = "--units",
            paramLabel = "L",
            defaultValue = "512",
            description = "hidden units (default: ${DEFAULT-VALUE})")
    private int units;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "runs of each, of which the fastest counts (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "where to put the files, some hundred MB (default: the folder for temporary files)")
    private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchPredictCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ArtefactException {
        Logging.onlyErrors();
        Arguments.positive(rows, "--rows");
        Arguments.positive(units, "--units");
        Arguments.positive(rounds, "--rounds");
        Path files = Files.createTempDirectory(folder, "elmstream-bench");
        try {
            PredictBench.Result result =
                    new PredictBench(line -> console.say(true, line), rows, rounds).run(files, units);
            console.result(output.json, Map.of("predict", result), all -> show(result));
        } finally {
            delete(files);
        }
        return 0;
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }

    private void show(PredictBench.Result r) {
        console.print(
                "%,d rows, %d features, %d sigmoid units, %d threads; the kernel takes %.0f ns a row: %,.0f rows/s",
                r.rows(), r.features(), r.units(), r.threads(), r.kernelNanos(), r.kernelRowsPerSecond());
        console.print("");
        console.print("| files | rows/s | ns of CPU a row | alone, rows/s | alone, ns of CPU | ratio | ratio of CPU |");
        console.print("|---|---|---|---|---|---|---|");
        for (PredictBench.Form form : r.forms()) {
            console.print(
                    "| %s | %,.0f | %,.0f | %,.0f | %,.0f | %.2f | %.2f |",
                    form.form(),
                    form.predict().rowsPerSecond(),
                    form.predict().cpuNanos(),
                    form.alone().rowsPerSecond(),
                    form.alone().cpuNanos(),
                    form.ratio(),
                    form.cpuRatio());
        }
    }
}
