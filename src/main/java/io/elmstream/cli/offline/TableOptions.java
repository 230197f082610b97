package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.EncodingOption;
import io.elmstream.data.CsvFile;
import io.elmstream.data.RowRange;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for the rows of a table. */
final class TableOptions {

    static final String OPTION = "--data";

    @Option(
            names = OPTION,
            required = true,
            paramLabel = "FILE",
            description = "a CSV file with a header line, .csv, .csv.gz or .csv.zst")
    private Path data;

    @Option(
            names = "--rows",
            paramLabel = "A..B",
            description = "only rows A to B, inclusive; row 1 is the first after the header")
    private String rows = "";

    @Mixin
    private EncodingOption encoding;

    CsvFile open() {
        return open(OPTION, data);
    }

    /** @param option that names the file, for messages */
    CsvFile open(String option, Path file) {
        return encoding.open(option, file);
    }

    Path file() {
        return data;
    }

    RowRange range() {
        return rows.isEmpty() ? RowRange.ALL : Arguments.rows(rows, "--rows");
    }
}
