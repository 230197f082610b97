package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.FileOptions;
import io.elmstream.tables.RowRange;
import io.elmstream.tables.Table;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for the rows of a table. */
final class TableOptions {

    static final String OPTION = "--data";

    @Option(
            names = OPTION,
            required = true,
            paramLabel = "FILE",
            description = "a file of CSV, JSON lines (.jsonl or .ndjson), Avro (.avro) or Parquet (.parquet); text also"
                    + " with .gz or .zst. Repeat the option for several files, whose rows follow each other")
    private List<Path> data = List.of();

    @Option(
            names = "--rows",
            paramLabel = "A..B",
            description = "only rows A to B, inclusive; row 1 is the first after the header")
    private String rows = "";

    @Mixin
    private FileOptions files;

    Table open() {
        return files.open(OPTION, data);
    }

    /** @param option that names the file, for messages */
    Table open(String option, Path file) {
        return files.open(option, List.of(file));
    }

    List<Path> paths() {
        return data;
    }

    FileOptions files() {
        return files;
    }

    RowRange range() {
        return rows.isEmpty() ? RowRange.ALL : Arguments.rows(rows, "--rows");
    }
}
