package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.ProductVersion;
import io.elmstream.cli.terminal.Progress;
import io.elmstream.data.CsvSamples;
import io.elmstream.data.OutputFile;
import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.ProbeRows;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.TrainingPlan;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a model from a CSV file. */
@Command(
        name = "train",
        description = "Trains an ELM on a CSV file and writes a model file. The same data and seed produce the"
                + " same bytes.",
        footer = {
            "",
            "Examples:",
            "  elmstream train --data shuttle.csv.gz --label state --rows 1..43500 \\",
            "      --model shuttle --version 1 --hidden 600 --activation tanh \\",
            "      --out shuttle-1.elm"
        })
public final class TrainCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param model model id
     * @param version model version
     * @param rows number of training rows
     * @param hidden number of hidden units
     * @param lambda ridge parameter with the best leave-one-out result
     * @param looAccuracy leave-one-out accuracy, 0 to 1
     * @param calibrationError mean gap between confidence and accuracy, 0 to 1
     * @param seconds duration of the training
     * @param bytes size of the model file
     * @param digest SHA-256 of the model file, in hex
     */
    public record Result(
            String model,
            int version,
            long rows,
            int hidden,
            double lambda,
            double looAccuracy,
            double calibrationError,
            double seconds,
            long bytes,
            String digest) {}

    @Mixin
    private DataOptions data;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "ID",
            description = "the model's id: lowercase letters, digits, dots, underscores and hyphens, at most"
                    + " 63 characters")
    private String model;

    @Option(names = "--version", required = true, paramLabel = "N", description = "the version, 1 or more")
    private int version;

    @Option(names = "--hidden", required = true, paramLabel = "L", description = "hidden units")
    private int hidden;

    @Option(
            names = "--activation",
            paramLabel = "A",
            defaultValue = "SIGMOID",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Activation activation;

    @Option(
            names = "--class-weights",
            paramLabel = "W",
            defaultValue = "none",
            description = "the weight of a row by its class: none; balanced, which is 0.3; a number P above 0 and"
                    + " up to 1, where a row of a class with n rows has the weight n^-P, so that 1 gives all classes"
                    + " the same total weight; or LABEL=WEIGHT,... (default: ${DEFAULT-VALUE})")
    private String weights;

    @Option(
            names = "--missing",
            paramLabel = "M",
            defaultValue = "REFUSE",
            description = "how to treat an empty field or NaN, in training and in scoring:"
                    + " ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private MissingValues missing;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "the seed of the hidden weights (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--many-classes",
            description = "train even if the label column looks like a quantity or like a unique name per row")
    private boolean manyClasses;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the model file to write")
    private Path out;

    /** Defined here because the standard help mixin also defines --version. */
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable") // read by picocli
    private boolean help;

    @Mixin
    private JsonOption output;

    private final Console console;

    public TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelId id = Arguments.modelId(model, "--model");
        Arguments.positive(version, "--version");
        OutputFile file = OutputFile.of("--out", out);
        TrainingPlan plan = plan();
        CsvSamples rows = data.toTrain(manyClasses);
        rows.warnings().forEach(warning -> console.say(true, "warning: " + warning));
        ProbeRows probes = new ProbeRows(rows);
        long start = System.nanoTime();
        Elm elm = train(probes, 2 * rows.rows(), plan);
        double seconds = (System.nanoTime() - start) / 1e9;
        byte[] bytes = ArtefactFormat.write(new Artefact(id, version, elm, probes.of(elm)));
        file.write(bytes);
        console.result(output.json, result(elm, seconds, bytes), this::show);
        return 0;
    }

    /** Trains with a progress bar. The trainer reads the rows twice and then solves for the output weights. */
    private static Elm train(Samples rows, long steps, TrainingPlan plan) {
        try (ProgressBar progress = Progress.of("training", steps)) {
            Samples watched = rows.via(next -> (features, label) -> {
                progress.step();
                if (progress.getCurrent() == steps) {
                    progress.setExtraMessage("solving");
                }
                next.row(features, label);
            });
            return ElmTrainer.train(watched, plan);
        }
    }

    private TrainingPlan plan() {
        ClassWeights classWeights = Weighting.parse(weights, "--class-weights");
        try {
            return new TrainingPlan(hidden, activation, classWeights, missing, seed, ProductVersion.number());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("BAD_VALUE", "--hidden: " + e.getMessage(), "--hidden");
        }
    }

    private Result result(Elm elm, double seconds, byte[] bytes) {
        var provenance = elm.provenance();
        return new Result(
                model,
                version,
                provenance.rows(),
                hidden,
                provenance.lambda(),
                provenance.quality().accuracy(),
                provenance.quality().calibrationError(),
                seconds,
                bytes.length,
                ArtefactFormat.digest(bytes));
    }

    private void show(Result result) {
        console.print(
                "%s version %d: %,d rows, %d hidden units, lambda %.3g, leave-one-out accuracy %.2f %%,"
                        + " calibration error %.4f",
                result.model(),
                result.version(),
                result.rows(),
                result.hidden(),
                result.lambda(),
                100 * result.looAccuracy(),
                result.calibrationError());
        console.print(
                "trained in %.1f s, written to %s: %,d bytes, SHA-256 %s",
                result.seconds(), out, result.bytes(), result.digest());
    }
}
