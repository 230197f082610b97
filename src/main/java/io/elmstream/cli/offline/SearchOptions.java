package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ProductVersion;
import io.elmstream.data.OutputFile;
import io.elmstream.elm.MissingValues;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.Metric;
import io.elmstream.training.SearchGoal;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the search for a plan. */
final class SearchOptions {

    @Option(
            names = "--auto",
            description = "search the kind of hidden units, their activation and number, and the class weights;"
                    + " with --hidden, no more units than those")
    private boolean auto;

    @Option(
            names = "--metric",
            paramLabel = "M",
            description =
                    "what a search makes as good as possible: accuracy, macro-recall or log-loss (default: accuracy)")
    private @Nullable String metric;

    @Option(
            names = "--max-nanos",
            paramLabel = "NS",
            description = "the most nanoseconds that a reading may take, as measured on this machine; the same data"
                    + " and seed may then give another model elsewhere")
    private @Nullable Double maxNanos;

    @Option(names = "--max-bytes", paramLabel = "B", description = "the largest model file")
    private @Nullable Long maxBytes;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "an SVG file to write: the metric over the time of a reading, for each plan that was tried;"
                    + " with --online, accuracy over the rows")
    private @Nullable Path picture;

    private static final int MOST_UNITS = 2048;

    /** Returns whether the plan is searched instead of named. */
    boolean searches(LayerOptions layer) {
        if (auto && !layer.open()) {
            throw new CommandFailure(
                    "BAD_VALUE", "--auto chooses the kind of hidden units itself; name only their number", "--auto");
        }
        return auto || layer.open();
    }

    SearchGoal goal(LayerOptions layer, Optional<ClassWeights> classWeights, MissingValues missing, long seed) {
        boolean numbered = !auto && layer.hidden().isPresent();
        return new SearchGoal(
                metric(),
                numbered ? layer.hidden() : Optional.empty(),
                layer.hidden().orElse(MOST_UNITS),
                numbered ? Optional.of(classWeights.orElse(new ClassWeights.None())) : classWeights,
                maxNanos(),
                maxBytes(),
                missing,
                seed,
                ProductVersion.number());
    }

    private Metric metric() {
        return switch (metric == null ? "accuracy" : metric.toLowerCase(Locale.ROOT)) {
            case "accuracy" -> Metric.ACCURACY;
            case "macro-recall" -> Metric.MACRO_RECALL;
            case "log-loss" -> Metric.LOG_LOSS;
            default ->
                throw new CommandFailure(
                        "BAD_VALUE",
                        "--metric must be accuracy, macro-recall or log-loss, but is '" + metric + "'",
                        "--metric");
        };
    }

    private double maxNanos() {
        if (maxNanos != null && !(maxNanos > 0)) {
            throw new CommandFailure("BAD_VALUE", "--max-nanos must be above 0, but is " + maxNanos, "--max-nanos");
        }
        return maxNanos == null ? Double.POSITIVE_INFINITY : maxNanos;
    }

    private long maxBytes() {
        if (maxBytes != null && maxBytes < 1) {
            throw new CommandFailure("BAD_VALUE", "--max-bytes must be 1 or more, but is " + maxBytes, "--max-bytes");
        }
        return maxBytes == null ? Long.MAX_VALUE : maxBytes;
    }

    Optional<OutputFile> picture() {
        return Optional.ofNullable(picture).map(file -> OutputFile.of("--picture", file));
    }

    /** Checks that no file is both read and written, or written twice. */
    void requireApart(Path out, Map<Path, String> inputs) {
        inputs.forEach((input, option) -> Arguments.apart("--out", out, option, input));
        if (picture != null) {
            Arguments.apart("--picture", picture, "--out", out);
            inputs.forEach((input, option) -> Arguments.apart("--picture", picture, option, input));
        }
    }

    /** Rejects the options if the layer is named, so that there is nothing to search. */
    void requireNone() {
        String option = metric != null
                ? "--metric"
                : maxNanos != null
                        ? "--max-nanos"
                        : maxBytes != null ? "--max-bytes" : picture != null ? "--picture" : "";
        if (!option.isEmpty()) {
            throw new CommandFailure(
                    "BAD_VALUE", option + " belongs to a search; name no hidden layer, or leave it out", option);
        }
    }
}
