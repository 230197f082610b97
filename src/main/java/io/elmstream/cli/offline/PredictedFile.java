package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.FileOptions;
import io.elmstream.cli.terminal.ModelFile;
import io.elmstream.cli.terminal.Progress;
import io.elmstream.data.OutputFile;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.scoring.FilePrediction;
import io.elmstream.scoring.PredictionSettings;
import io.elmstream.scoring.ScoringModel;
import io.elmstream.tables.Table;
import io.elmstream.tables.TableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;

/**
 * Scores a file into another one, with a progress bar.
 *
 * @param in the rows
 * @param out the predictions
 * @param target the file of {@code out}
 */
public record PredictedFile(Table in, TableFile out, OutputFile target) {

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

    static PredictedFile of(Table in, Path out) {
        return new PredictedFile(in, TableFile.of("--out", out), OutputFile.of("--out", out));
    }

    Result run(ModelFile model, PredictionSettings settings) {
        ScoringModel scoring =
                ScoringModel.of(model.artefact(), ArtefactFormat.digest(model.bytes()), ForwardPass.fastest());
        FilePrediction prediction = new FilePrediction(scoring, in, out, target, settings);
        long start = System.nanoTime();
        try (ProgressBar bar = Progress.ofBytes("scoring", FileOptions.bytes(in))) {
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
                    out.path().toString(),
                    done.rejected() == 0
                            ? Optional.empty()
                            : Optional.of(
                                    FilePrediction.rejectedFile(target.target()).toString()));
        } catch (IOException e) {
            throw new CommandFailure(
                    "INPUT_OUTPUT", in.name() + " could not be scored into " + out.path() + ": " + e, "");
        }
    }

    private static double perSecond(long rows, long start) {
        return rows / Math.max(1e-9, (System.nanoTime() - start) / 1e9);
    }
}
