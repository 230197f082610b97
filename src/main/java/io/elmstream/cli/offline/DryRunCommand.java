package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.FileOptions;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.cli.terminal.ModelFile;
import io.elmstream.cli.terminal.Progress;
import io.elmstream.cli.terminal.RowReadings;
import io.elmstream.data.OutputFile;
import io.elmstream.elm.Counted;
import io.elmstream.model.Artefact;
import io.elmstream.tables.RowRange;
import io.elmstream.tables.Table;
import io.elmstream.tables.TableRows;
import io.elmstream.testing.DeadLetter;
import io.elmstream.testing.ElmstreamTestDriver;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.Prediction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the production topologies without a broker. */
@Command(
        name = "dry-run",
        mixinStandardHelpOptions = true,
        description = "Runs the rows of a file through the production topologies without a broker, and writes"
                + " the predictions as CSV.",
        footer = {
            "",
            "Examples:",
            "  elmstream dry-run --readings today.csv --model shuttle-1.elm",
            "  elmstream dry-run --readings today.csv --model shuttle-1.elm \\",
            "      --out predictions.csv --json"
        })
public final class DryRunCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param readings number of readings sent
     * @param predictions number of predictions received
     * @param deadLetters number of dead letters received
     * @param out file with the predictions; empty if not requested
     */
    public record Result(long readings, long predictions, long deadLetters, Optional<String> out) {}

    private static final String SENSOR = "dry-run";

    @Option(
            names = "--readings",
            required = true,
            paramLabel = "FILE",
            description =
                    "a file whose columns have the names of the model's features; other columns are ignored. Repeat"
                            + " the option for several files, whose rows follow each other")
    private List<Path> readings = List.of();

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "a model file, as written by train")
    private Path model;

    @Option(names = "--rows", paramLabel = "A..B", description = "only rows A to B, inclusive")
    private Optional<String> rows = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "the file for the predictions; an existing one is replaced (default: stdout)")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private FileOptions files;

    @Mixin
    private JsonOption output;

    private final Console console;

    public DryRunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Logging.onlyErrors();
        if (output.json && out.isEmpty()) {
            throw new CommandFailure(
                    "USAGE", "--json reserves stdout for the result: use --out FILE for the predictions", "--out");
        }
        Optional<OutputFile> to = out.map(path -> OutputFile.of("--out", path));
        readings.forEach(from -> out.ifPresent(into -> Arguments.apart("--out", into, "--readings", from)));
        out.ifPresent(path -> Arguments.apart("--out", path, "--model", model));
        ModelFile file = ModelFile.read(model, "--model");
        Artefact artefact = file.artefact();
        RowRange range = rows.map(text -> Arguments.rows(text, "--rows")).orElse(RowRange.ALL);
        Table source = files.open("--readings", readings);
        List<String> features = artefact.classifier().featureNames();
        RowReadings made = files.readings(source, Optional.empty());
        TableRows table = source.rows(features, made.texts(), range);
        try (ProgressBar progress = Progress.of("scoring", -1);
                ElmstreamTestDriver driver = driver(artefact)) {
            files.say(console, source, features, Optional.empty());
            serve(driver, file);
            List<String> lines = new ArrayList<>(List.of("row,label,confidence"));
            long[] sent = new long[1];
            long[] dead = new long[1];
            table.forEach(row -> {
                driver.pipe(made.of(row, SENSOR, null, null));
                sent[0]++;
                progress.step();
                for (Prediction prediction : driver.predictions()) {
                    lines.add(row.number() + "," + quoted(prediction.getLabel()) + "," + prediction.getConfidence());
                }
                for (DeadLetter letter : driver.deadLetters()) {
                    dead[0]++;
                    console.say(true, "row " + row.number() + ": " + letter.reason() + ", " + letter.message());
                }
                return true;
            });
            write(lines, to);
            console.result(
                    output.json, new Result(sent[0], lines.size() - 1L, dead[0], out.map(Path::toString)), this::show);
        }
        return 0;
    }

    /** A label may contain what separates fields. */
    private static String quoted(String label) {
        return label.matches("[^,\"\\r\\n]*") ? label : '"' + label.replace("\"", "\"\"") + '"';
    }

    private static ElmstreamTestDriver driver(Artefact artefact) {
        return ElmstreamTestDriver.builder()
                .set("models.default", artefact.id().value())
                .startAt(Instant.now())
                .build();
    }

    private static void serve(ElmstreamTestDriver driver, ModelFile file) {
        String id = file.artefact().id().value();
        int version = file.artefact().version();
        ModelStatus status = driver.publish(id, version, file.bytes());
        if (status.getOutcome() == CommandOutcome.REFUSED) {
            throw new CommandFailure(
                    status.getCode(), "the governor would reject this model: " + status.getMessage(), "--model");
        }
        driver.activate(id, version);
    }

    private void write(List<String> lines, Optional<OutputFile> file) {
        if (file.isPresent()) {
            file.get().write(String.join("\n", lines) + "\n");
        } else {
            lines.forEach(console::print);
        }
    }

    private void show(Result result) {
        console.say(
                true,
                String.join(
                        ", ",
                        Counted.of(result.readings(), "reading"),
                        Counted.of(result.predictions(), "prediction"),
                        Counted.of(result.deadLetters(), "dead letter")));
    }
}
