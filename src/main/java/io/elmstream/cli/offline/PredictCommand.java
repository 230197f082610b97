package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.FileOptions;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.cli.terminal.ModelFile;
import io.elmstream.cli.terminal.PublishedOrFile;
import io.elmstream.data.OutputFile;
import io.elmstream.elm.Counted;
import io.elmstream.scoring.KeptColumn;
import io.elmstream.scoring.PredictionSettings;
import io.elmstream.scoring.topic.Bound;
import io.elmstream.tables.Table;
import io.elmstream.tables.TableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scores a file, or a range of a topic. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = "Scores the rows of a file (--in) into another file (--out), or a range of a topic (--topic) into"
                + " another topic (--to-topic) or an Avro file (--out). A run that was killed resumes when the same"
                + " command is called again. The ending of a file's name gives its format: .csv, .jsonl or .ndjson,"
                + " also compressed (.gz, .zst), .avro, or .parquet. Rows that cannot be scored go to"
                + " OUT.rejected.jsonl, and the exit code is 4.",
        footer = {
            "",
            "Examples:",
            "  elmstream predict --model shuttle-1.elm --in today.csv.gz \\",
            "      --out predictions.csv",
            "  elmstream predict --model shuttle-1.elm --in today.parquet \\",
            "      --out predictions.parquet --keep sensor,time",
            "  elmstream predict --topic sensor-readings --to-topic rescored \\",
            "      --from 2026-11-25T00:00:00Z --to 2026-11-26T00:00:00Z \\",
            "      --model shuttle:2 --config elmstream.yaml"
        })
public final class PredictCommand implements Callable<Integer> {

    /** The exit code if some rows could not be scored. */
    static final int SOME_REJECTED = 4;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "a model file, or a published version, ID:VERSION, or the champion, ID. With --topic it may"
                    + " be left out: each reading is scored as the stream scores it, by the model that it names and"
                    + " the version in force at its event time")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--in",
            paramLabel = "FILE",
            description =
                    "the rows; columns are found by the names of the features, others are ignored. Repeat the option"
                            + " for several files, whose rows follow each other")
    private List<Path> in = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "the predictions, in the order of the rows: label, confidence, a probability per class,"
                    + " version, and verified if the model is a draft with its verifier. An existing file is replaced"
                    + " when all rows are scored")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--keep",
            paramLabel = "COLUMNS",
            description = "columns of the input to carry into the predictions, such as sensor,time; under other names"
                    + " with sensor=id,time")
    private String keep = "";

    @Option(names = "--no-probabilities", description = "leave out the probabilities of the classes")
    private boolean noProbabilities;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "the parts of a file that are scored at a time (default: the number of cores)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--topic", paramLabel = "NAME", description = "the topic with the readings")
    private Optional<String> topic = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "BOUND",
            defaultValue = "beginning",
            description = "the first readings: beginning, end, the time of the records, such as 2026-11-26T08:00:00Z,"
                    + " or offsets by partition, such as 0:1200,1:1180 (default: ${DEFAULT-VALUE})")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "BOUND",
            defaultValue = "end",
            description = "where to stop, exclusive; end is where the topic ends when the command is called for the"
                    + " first time (default: ${DEFAULT-VALUE})")
    private String to;

    @Option(
            names = "--to-topic",
            paramLabel = "NAME",
            description = "the topic for the predictions, which must exist; they are written exactly once")
    private Optional<String> toTopic = Optional.empty();

    @Mixin
    private ConfigOptions config;

    @Mixin
    private FileOptions files;

    @Mixin
    private JsonOption output;

    private final Console console;

    /** Each has a part of the file in memory. */
    private static final int MOST_THREADS = 256;

    public PredictCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Logging.onlyErrors();
        Arguments.positive(threads, "--threads");
        Arguments.atMost(threads, Math.max(MOST_THREADS, Runtime.getRuntime().availableProcessors()), "--threads");
        if (topic.isPresent() != in.isEmpty()) {
            throw new CommandFailure("USAGE", "name either a file, --in, or a topic, --topic", "--in");
        }
        return topic.isPresent() ? ofTopic(topic.get()) : ofFiles();
    }

    private int ofFiles() {
        Path target = needed(out, "--out", "--in");
        String named = needed(model, "--model", "--in");
        Table source = files.open("--in", in);
        PredictedFile run = PredictedFile.of(source, target);
        in.forEach(path -> Arguments.apart("--out", target, "--in", path));
        Arguments.apart("--out", target, "--model", Path.of(named));
        PredictionSettings settings =
                new PredictionSettings(KeptColumn.parseAll(keep), !noProbabilities, files.layout(), threads);
        ModelFile file = PublishedOrFile.read(named, () -> config.connection(topics -> List.of(topics.models())));
        files.say(console, source, List.of());
        PredictedFile.Result result = run.run(file, settings);
        console.result(output.json, result, this::show);
        return result.rejected() == 0 ? 0 : SOME_REJECTED;
    }

    private int ofTopic(String source) throws IOException {
        if (toTopic.isPresent() == out.isPresent()) {
            throw new CommandFailure("USAGE", "--topic needs either --to-topic or --out", "--to-topic");
        }
        if (toTopic.isPresent() && toTopic.get().equals(source)) {
            throw new CommandFailure(
                    "BAD_VALUE", "--to-topic: " + source + " is the topic of the readings", "--to-topic");
        }
        Optional<OutputFile> file = out.map(path -> OutputFile.of("--out", path));
        if (out.isPresent() && TableFile.of("--out", out.get()).form() != TableFile.Form.AVRO) {
            throw new CommandFailure(
                    "BAD_VALUE", "--out: the name of a file for predictions of a topic must end in .avro", "--out");
        }
        Bound first = bound("--from", from);
        Bound last = bound("--to", to);
        if (first.isBehind(last)) {
            throw new CommandFailure("BAD_VALUE", "--to " + to + " is before --from " + from, "--to");
        }
        Connection connection =
                config.connection(topics -> Stream.concat(Stream.of(source, topics.models()), toTopic.stream())
                        .toList());
        PredictedTopic range = new PredictedTopic(
                console,
                connection,
                source,
                first,
                last,
                model.map(named -> PublishedOrFile.read(named, () -> connection)));
        PredictedTopic.Result result = file.isPresent() ? range.into(file.get()) : range.into(toTopic.orElseThrow());
        console.result(output.json, result, this::show);
        return result.rejected() == 0 ? 0 : SOME_REJECTED;
    }

    private static Bound bound(String option, String text) {
        try {
            return Bound.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("BAD_VALUE", option + " " + e.getMessage(), option);
        }
    }

    private static <T> T needed(Optional<T> value, String option, String with) {
        return value.orElseThrow(() -> new CommandFailure("USAGE", with + " needs " + option, option));
    }

    private void show(PredictedFile.Result result) {
        console.print(
                "%s in %.1f s, %,.0f rows a second, written to %s",
                Counted.of(result.predictions(), "prediction"), result.seconds(), result.rowsPerSecond(), result.out());
        if (result.resumed() > 0) {
            console.print(
                    "%s done already by a run that did not end", Counted.of(result.resumed(), "row was", "rows were"));
        }
        result.rejectedFile()
                .ifPresent(side -> console.print(
                        "%s could not be scored; %s says why", Counted.of(result.rejected(), "row"), side));
    }

    private void show(PredictedTopic.Result result) {
        console.print(
                "%s of %s in %.1f s, written to %s",
                Counted.of(result.predictions(), "prediction"),
                result.topic(),
                result.seconds(),
                result.toTopic().or(result::out).orElse(""));
        if (result.rejected() > 0) {
            console.print("%s could not be scored", Counted.of(result.rejected(), "reading"));
        }
        if (result.resumed() > 0) {
            console.print(
                    "%s done already by earlier runs", Counted.of(result.resumed(), "offset was", "offsets were"));
        }
        result.group().ifPresent(group -> console.print("progress is kept by consumer group %s", group));
        result.rejectedFile().ifPresent(side -> console.print("%s says which readings, and why", side));
    }
}
