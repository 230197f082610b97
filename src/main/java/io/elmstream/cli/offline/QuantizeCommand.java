package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.HelpOption;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.ModelFile;
import io.elmstream.cli.terminal.ReadingTime;
import io.elmstream.data.OutputFile;
import io.elmstream.elm.Counted;
import io.elmstream.elm.Elm;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.Probes;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.Evaluation;
import io.elmstream.training.Quantisation;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Rounds the weights of a model file to 8 or 16 bits. */
@Command(
        name = "quantize",
        description = "Writes a model file with its weights rounded to 8 or 16 bits, unless accuracy or macro recall"
                + " on the given rows falls by more than --max-loss. It makes files smaller, not scoring faster.",
        footer = {
            "",
            "Examples:",
            "  elmstream model quantize shuttle-1.elm --version 2 --out shuttle-2.elm \\",
            "      --data shuttle.csv.gz --label state --rows 1..43500"
        })
public final class QuantizeCommand implements Callable<Integer> {

    /**
     * A model before or after.
     *
     * @param bytes size of its file
     * @param accuracy fraction of the rows whose class was predicted correctly, 0 to 1
     * @param macroRecall mean recall of all classes, 0 to 1
     * @param calibrationError mean gap between confidence and accuracy, 0 to 1
     * @param nanos nanoseconds of a reading on this machine, in batches of 256
     */
    public record Measured(int bytes, double accuracy, double macroRecall, double calibrationError, double nanos) {}

    /**
     * The result, also its JSON.
     *
     * @param model model id
     * @param version model version
     * @param bits bits of an output weight
     * @param rows number of rows that both were measured on
     * @param before the given model
     * @param after the rounded model
     * @param digest SHA-256 of the new file, in hex
     */
    public record Result(
            String model, int version, int bits, long rows, Measured before, Measured after, String digest) {}

    /** With fewer rows, one of them is more than the usual limit of the loss. */
    private static final int FEW_ROWS = 500;

    @Parameters(paramLabel = "FILE", description = "a model file, as written by train")
    private Path file;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "the model file to write; an existing one is replaced")
    private Path out;

    @Option(
            names = "--version",
            paramLabel = "N",
            description = "the version of the new file, 1 or more (default: that of the given one)")
    private Optional<Integer> version = Optional.empty();

    @Option(
            names = "--bits",
            paramLabel = "N",
            defaultValue = "8",
            description = "8 or 16 (default: ${DEFAULT-VALUE}); with 8, values of sparse units and biases keep 16")
    private int bits;

    @Option(
            names = "--max-loss",
            paramLabel = "POINTS",
            defaultValue = "0.2",
            description = "percentage points that accuracy and macro recall may fall by (default: ${DEFAULT-VALUE})")
    private double maxLoss;

    @Mixin
    private DataOptions data;

    @Mixin
    @SuppressWarnings("UnusedVariable") // read by picocli
    private HelpOption help;

    @Mixin
    private JsonOption output;

    private final Console console;

    public QuantizeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (bits != 8 && bits != 16) {
            throw new CommandFailure("BAD_VALUE", "--bits must be 8 or 16, but is " + bits, "--bits");
        }
        if (!(maxLoss >= 0)) {
            throw new CommandFailure("BAD_VALUE", "--max-loss must be 0 or more, but is " + maxLoss, "--max-loss");
        }
        version.ifPresent(number -> Arguments.positive(number, "--version"));
        ModelFile given = ModelFile.read(file, "FILE");
        OutputFile target = OutputFile.of("--out", out);
        Arguments.apart("--out", out, "FILE", file);
        data.table().paths().forEach(path -> Arguments.apart("--out", out, "--data", path));
        Artefact artefact = given.artefact();
        if (!(artefact.classifier() instanceof Elm elm)) {
            throw new CommandFailure(
                    "BAD_MODEL",
                    "FILE: " + file + " is a draft with its verifier; quantise each of the two, then draft again",
                    "FILE");
        }
        TableSamples rows = data.toEvaluate(console, elm);
        if (bits == 8) {
            TrainingMemory.of(rows).requireToRound(elm.hidden().units());
        }
        Evaluation before = ScoredRows.of(elm, rows).evaluation();
        Elm rounded = bits == 8 ? Quantisation.to8Bits(elm, rows) : Quantisation.to16Bits(elm);
        byte[] bytes = ArtefactFormat.write(new Artefact(
                artefact.id(),
                version.orElse(artefact.version()),
                rounded,
                Probes.of(rounded, artefact.probes().rows()),
                artefact.trust(),
                artefact.profile()));
        requireSmaller(given.bytes().length, bytes.length);
        if (before.rows() < FEW_ROWS) {
            console.say(true, "warning: the number of rows, " + before.rows() + ", is too small to see a small loss");
        }
        Evaluation after = ScoredRows.of(rounded, rows).evaluation();
        requireSmallLoss("accuracy", before.accuracy(), after.accuracy());
        requireSmallLoss("macro recall", before.macroRecall(), after.macroRecall());
        target.write(bytes);
        ReadingTime time = new ReadingTime();
        // in turns, because the loops of both are the same, and are not all compiled at first
        double[] nanos = {time.nanos(elm), time.nanos(rounded), time.nanos(elm), time.nanos(rounded)};
        Result result = new Result(
                artefact.id().value(),
                version.orElse(artefact.version()),
                bits,
                after.rows(),
                measured(given.bytes().length, before, Math.min(nanos[0], nanos[2])),
                measured(bytes.length, after, Math.min(nanos[1], nanos[3])),
                ArtefactFormat.digest(bytes));
        console.result(output.json, result, this::show);
        return 0;
    }

    private void requireSmaller(int before, int after) {
        if (after >= before) {
            throw new CommandFailure(
                    "NOT_SMALLER",
                    String.format(
                            Locale.ROOT,
                            "nothing was written: the file would not be smaller, %,d bytes instead of %,d."
                                    + " %s may have been quantised before",
                            after,
                            before,
                            file),
                    "FILE");
        }
    }

    private void requireSmallLoss(String what, double before, double after) {
        double loss = 100 * (before - after);
        // figures such as 0.2 points are not exact
        if (loss > maxLoss + 1e-9) {
            throw new CommandFailure(
                    "TOO_LOSSY",
                    String.format(
                            Locale.ROOT,
                            "%s falls from %.2f to %.2f %%, by more than %s points; nothing was written. Use"
                                    + " %s--max-loss",
                            what,
                            100 * before,
                            100 * after,
                            maxLoss,
                            bits == 8 ? "--bits 16 or a larger " : "a larger "),
                    "--max-loss");
        }
    }

    private static Measured measured(int bytes, Evaluation evaluation, double nanos) {
        return new Measured(
                bytes, evaluation.accuracy(), evaluation.macroRecall(), evaluation.calibrationError(), nanos);
    }

    private void show(Result result) {
        console.print(
                "%s version %d, output weights of %d bits, measured on %s:",
                result.model(), result.version(), result.bits(), Counted.of(result.rows(), "row"));
        console.print(
                "%-8s %10s %10s %13s %18s %14s",
                "", "bytes", "accuracy", "macro recall", "calibration error", "ns a reading");
        show("before", result.before());
        show("after", result.after());
        console.print(
                "written to %s: %.2f of the size, SHA-256 %s",
                out, (double) result.after().bytes() / result.before().bytes(), result.digest());
    }

    private void show(String when, Measured m) {
        console.print(
                "%-8s %,10d %8.2f %% %13.3f %18.4f %,14.0f",
                when, m.bytes(), 100 * m.accuracy(), m.macroRecall(), m.calibrationError(), m.nanos());
    }
}
