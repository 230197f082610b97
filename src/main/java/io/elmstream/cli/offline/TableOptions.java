package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.EncodingOption;
import io.elmstream.data.CsvFile;
import io.elmstream.data.CsvSamples;
import io.elmstream.data.RowRange;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for the rows of a table. */
final class TableOptions {

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "a CSV file with a header line, .csv or .csv.gz")
    private Path data;

    @Option(
            names = "--rows",
            paramLabel = "A..B",
            description = "only rows A to B, inclusive; row 1 is the first after the header")
    private String rows = "";

    @Mixin
    private EncodingOption encoding;

    CsvFile open() {
        return encoding.open(data);
    }

    /** @return rows of a file with the features and labels of the training rows */
    CsvSamples others(Path file, String label, RowRange range, CsvSamples training) {
        return CsvSamples.toEvaluate(encoding.open(file), label, range, training.featureNames(), training.labels());
    }

    Path file() {
        return data;
    }

    RowRange range() {
        return rows.isEmpty() ? RowRange.ALL : Arguments.rows(rows, "--rows");
    }
}
