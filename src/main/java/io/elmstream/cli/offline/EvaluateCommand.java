package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.ModelFile;
import io.elmstream.data.OutputFile;
import io.elmstream.elm.Classifier;
import io.elmstream.elm.Counted;
import io.elmstream.elm.Elm;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.model.Artefact;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.DataDigest;
import io.elmstream.training.Evaluation;
import io.elmstream.training.TrustEvaluation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Evaluates a model on labelled rows, with the kernel that is used in production. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Evaluates a model file on labelled rows of a file, with the kernel used in production.",
        footer = {
            "",
            "Examples:",
            "  elmstream evaluate --model shuttle-1.elm --data shuttle.csv.gz \\",
            "      --label state --rows 43501..58000"
        })
public final class EvaluateCommand implements Callable<Integer> {

    /**
     * One class.
     *
     * @param recall fraction of the rows of the class that were predicted as such, 0 to 1
     * @param precision fraction of the rows predicted as the class that belong to it, 0 to 1
     * @param rows number of rows of the class
     */
    public record PerClass(double recall, double precision, long rows) {}

    /**
     * The confusion matrix.
     *
     * @param labels labels of the classes
     * @param matrix counts by actual class, then by predicted class, in the order of the labels
     */
    public record Confusion(List<String> labels, long[][] matrix) {}

    /**
     * The result, also its JSON.
     *
     * @param rows number of rows scored
     * @param accuracy fraction of the rows whose class was predicted correctly, 0 to 1
     * @param macroRecall mean recall of all classes, 0 to 1
     * @param perClass recall and precision by class
     * @param calibrationError mean gap between confidence and accuracy, 0 to 1
     * @param verified fraction of the rows that the verifier answered, 0 to 1; empty if the model has none
     * @param trust what the trust of the model was worth on the rows; empty if it was not measured
     * @param curve accuracy of the surest rows over their share of all rows
     * @param confusion the confusion matrix
     */
    public record Result(
            long rows,
            double accuracy,
            double macroRecall,
            Map<String, PerClass> perClass,
            double calibrationError,
            Optional<Double> verified,
            Optional<TrustEvaluation.Measured> trust,
            List<TrustEvaluation.Point> curve,
            Confusion confusion) {

        static Result of(ScoredRows scored) {
            Evaluation evaluation = scored.evaluation();
            Map<String, PerClass> perClass = new LinkedHashMap<>();
            for (int c = 0; c < evaluation.labels().size(); c++) {
                perClass.put(
                        evaluation.labels().get(c),
                        new PerClass(evaluation.recall(c), evaluation.precision(c), evaluation.rows(c)));
            }
            return new Result(
                    evaluation.rows(),
                    evaluation.accuracy(),
                    evaluation.macroRecall(),
                    perClass,
                    evaluation.calibrationError(),
                    scored.verified(),
                    scored.trust().measured(),
                    scored.trust().curve(),
                    new Confusion(evaluation.labels(), evaluation.confusion()));
        }
    }

    /** Labels longer than this many characters do not widen the column of the others. */
    private static final int WIDEST = 60;

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "a model file, as written by train")
    private Path model;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "an SVG to write: the accuracy of the surest rows over their share of all rows")
    private Optional<Path> picture = Optional.empty();

    @Mixin
    private DataOptions data;

    @Mixin
    private JsonOption output;

    private final Console console;

    public EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Artefact artefact = ModelFile.read(model, "--model").artefact();
        Classifier classifier = artefact.classifier();
        Optional<OutputFile> drawing = picture.map(path -> OutputFile.of("--picture", path));
        picture.ifPresent(path -> {
            Arguments.apart("--picture", path, "--model", model);
            data.table().paths().forEach(read -> Arguments.apart("--picture", path, "--data", read));
        });
        TableSamples rows = data.toEvaluate(console, classifier);
        DataDigest digest = new DataDigest(rows, classifier.missing());
        ScoredRows scored = ScoredRows.of(classifier, artefact.trust(), rows.via(digest::andThen), rows::place);
        if (digest.isOfAny(elms(classifier))) {
            console.say(
                    true,
                    "warning: the model was trained on exactly these rows; its figures for others are usually lower");
        }
        Result result = Result.of(scored);
        if (!result.curve().isEmpty()) {
            drawing.ifPresent(
                    file -> file.write(CoveragePicture.svg(result.curve()).getBytes(StandardCharsets.UTF_8)));
        }
        console.result(output.json, result, this::show);
        return 0;
    }

    private static Elm[] elms(Classifier classifier) {
        return classifier instanceof VerifiedDraft pair
                ? new Elm[] {pair.draft(), pair.verifier()}
                : new Elm[] {(Elm) classifier};
    }

    private void show(TrustEvaluation.Measured trust) {
        console.print(
                "label sets have the true class of %.1f %% of the rows (stated: %.1f %%) with %.2f classes on average",
                100 * trust.covered(), 100 * trust.stated(), trust.setSize());
        if (trust.abstained() > 0) {
            console.print(
                    "abstained from %.1f %% of the rows; %.2f %% of the other predictions are right",
                    100 * trust.abstained(), 100 * trust.usedAccuracy());
        }
        if (trust.outOfRange() > 0) {
            console.print("%.1f %% of the rows lie beyond the range of the training rows", 100 * trust.outOfRange());
        }
    }

    private void show(Result result) {
        console.print(
                "%s, accuracy %.2f %%, macro recall %.3f, calibration error %.4f",
                Counted.of(result.rows(), "row"),
                100 * result.accuracy(),
                result.macroRecall(),
                result.calibrationError());
        result.trust().ifPresent(this::show);
        result.verified().ifPresent(share -> console.print("%.1f %% answered by the verifier", 100 * share));
        console.print("");
        int width = Math.min(
                WIDEST,
                Math.max(
                        16,
                        result.perClass().keySet().stream()
                                .mapToInt(String::length)
                                .max()
                                .orElse(0)));
        console.print("%-" + width + "s %10s %10s %8s", "class", "recall", "precision", "rows");
        result.perClass()
                .forEach((label, c) -> console.print(
                        "%-" + width + "s %10.4f %10.4f %,8d", label, c.recall(), c.precision(), c.rows()));
        console.print("");
        console.print("%10s %10s %12s", "coverage", "accuracy", "confidence");
        for (TrustEvaluation.Point point : result.curve()) {
            console.print(
                    "%8.1f %% %8.2f %% %12.4f", 100 * point.coverage(), 100 * point.accuracy(), point.confidence());
        }
        console.print("");
        console.print("confusion: a row is the actual class, a column the predicted one, in the order above");
        for (long[] row : result.confusion().matrix()) {
            StringBuilder line = new StringBuilder();
            for (long count : row) {
                line.append(String.format(Locale.ROOT, "%,8d", count));
            }
            console.print(line.toString());
        }
    }
}
