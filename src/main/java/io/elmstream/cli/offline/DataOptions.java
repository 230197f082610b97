package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.EncodingOption;
import io.elmstream.cli.terminal.Progress;
import io.elmstream.data.CsvFile;
import io.elmstream.data.CsvSamples;
import io.elmstream.data.RowRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for a table of labelled rows. */
final class DataOptions {

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "a CSV file with a header line, .csv or .csv.gz")
    private Path data;

    @Option(
            names = "--label",
            required = true,
            paramLabel = "COLUMN",
            description = "the column with the class; all other columns are features")
    private String label;

    @Option(
            names = "--rows",
            paramLabel = "A..B",
            description = "only rows A to B, inclusive; row 1 is the first after the header")
    private String rows = "";

    @Mixin
    private EncodingOption encoding;

    /** @param manyClasses whether any number of classes is accepted */
    CsvSamples toTrain(boolean manyClasses) {
        CsvFile file = encoding.open(data);
        try (ProgressBar progress = Progress.ofBytes("reading", data.toFile().length())) {
            return CsvSamples.toTrain(file, label, range(), manyClasses, progress::stepTo);
        }
    }

    CsvSamples toEvaluate(Console console, List<String> featureNames, List<String> labels) {
        CsvFile file = encoding.open(data);
        CsvSamples samples = CsvSamples.toEvaluate(file, label, range(), featureNames, labels);
        EncodingOption.sayWhatIsLeftOut(console, file, featureNames, Optional.of(label));
        return samples;
    }

    /** @return rows of a file with the features and labels of the training rows */
    CsvSamples others(Path file, RowRange range, CsvSamples training) {
        return CsvSamples.toEvaluate(encoding.open(file), label, range, training.featureNames(), training.labels());
    }

    Path file() {
        return data;
    }

    RowRange range() {
        return rows.isEmpty() ? RowRange.ALL : Arguments.rows(rows, "--rows");
    }
}
