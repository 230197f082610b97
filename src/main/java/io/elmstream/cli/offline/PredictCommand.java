package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.EncodingOption;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.cli.terminal.ModelFile;
import io.elmstream.cli.terminal.Progress;
import io.elmstream.data.OutputFile;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.scoring.FilePrediction;
import io.elmstream.scoring.KeptColumn;
import io.elmstream.scoring.PredictionSettings;
import io.elmstream.scoring.ScoringModel;
import io.elmstream.scoring.TableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scores a file. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = "Scores the rows of a file, and writes their predictions to another one. The names of the files"
                + " tell their form: .csv or .jsonl, each also with .gz or .zst, or .avro, or .parquet. A run that was"
                + " killed goes on where it was when the command is called again. Rows that cannot be scored go to"
                + " OUT.rejected.jsonl; the exit code is 4 then.",
        footer = {
            "",
            "Examples:",
            "  elmstream predict --model shuttle-1.elm --in today.csv.gz \\",
            "      --out predictions.csv",
            "  elmstream predict --model shuttle-1.elm --in today.parquet \\",
            "      --out predictions.parquet --keep sensor,time"
        })
public final class PredictCommand implements Callable<Integer> {

    /** The exit code if some rows could not be scored. */
    static final int SOME_REJECTED = 4;

    /**
     * The result, also its JSON.
     *
     * @param rows number of rows of the input
     * @param predictions number of rows that were scored
     * @param rejected number of rows that could not be scored
     * @param resumed number of rows that an earlier run, which was killed, had finished
     * @param seconds duration of this run
     * @param rowsPerSecond rows of this run over its duration
     * @param out file with the predictions
     * @param rejectedFile file with the rows that could not be scored; empty if there are none
     */
    public record Result(
            long rows,
            long predictions,
            long rejected,
            long resumed,
            double seconds,
            double rowsPerSecond,
            String out,
            Optional<String> rejectedFile) {}

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "a model file, as written by train")
    private Path model;

    @Option(
            names = "--in",
            required = true,
            paramLabel = "FILE",
            description = "the rows; columns are found by the names of the features, others are ignored")
    private Path in;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "the predictions, in the order of the rows: label, confidence, a probability per class,"
                    + " version, and verified if the model is a draft with its verifier")
    private Path out;

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
            description = "the parts that are scored at a time (default: the number of cores)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Mixin
    private EncodingOption encoding;

    @Mixin
    private JsonOption output;

    private final Console console;

    public PredictCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Logging.onlyErrors();
        Arguments.positive(threads, "--threads");
        TableFile from = TableFile.of("--in", in);
        TableFile to = TableFile.of("--out", out);
        OutputFile target = OutputFile.of("--out", out);
        Arguments.apart("--out", out, "--in", in);
        Arguments.apart("--out", out, "--model", model);
        ModelFile file = ModelFile.read(model, "--model");
        ScoringModel scoring =
                ScoringModel.of(file.artefact(), ArtefactFormat.digest(file.bytes()), ForwardPass.fastest());
        PredictionSettings settings =
                new PredictionSettings(KeptColumn.parseAll(keep), !noProbabilities, encoding.charset(), threads);
        Result result = run(
                new FilePrediction(scoring, from, to, target, settings), FilePrediction.rejectedFile(target.target()));
        console.result(output.json, result, this::show);
        return result.rejected() == 0 ? 0 : SOME_REJECTED;
    }

    private Result run(FilePrediction prediction, Path rejected) {
        long start = System.nanoTime();
        try (ProgressBar bar = Progress.ofBytes("scoring", in.toFile().length())) {
            FilePrediction.Result done = prediction.run(progress -> {
                bar.stepTo(progress.bytes());
                bar.setExtraMessage(String.format(Locale.ROOT, "%,.0f rows/s", perSecond(progress.rows(), start)));
            });
            return new Result(
                    done.rows(),
                    done.rows() - done.rejected(),
                    done.rejected(),
                    done.resumed(),
                    (System.nanoTime() - start) / 1e9,
                    perSecond(done.rows() - done.resumed(), start),
                    out.toString(),
                    done.rejected() == 0 ? Optional.empty() : Optional.of(rejected.toString()));
        } catch (IOException e) {
            throw new CommandFailure("INPUT_OUTPUT", in + " could not be scored into " + out + ": " + e, "");
        }
    }

    private static double perSecond(long rows, long start) {
        return rows / Math.max(1e-9, (System.nanoTime() - start) / 1e9);
    }

    private void show(Result result) {
        console.print(
                "%,d predictions in %.1f s, %,.0f rows a second, written to %s",
                result.predictions(), result.seconds(), result.rowsPerSecond(), result.out());
        if (result.resumed() > 0) {
            console.print("%,d rows were done already by a run that did not end", result.resumed());
        }
        result.rejectedFile()
                .ifPresent(side -> console.print("%,d rows could not be scored; %s says why", result.rejected(), side));
    }
}
