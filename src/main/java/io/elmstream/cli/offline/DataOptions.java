package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.FileOptions;
import io.elmstream.cli.terminal.Progress;
import io.elmstream.elm.Classifier;
import io.elmstream.elm.MissingValues;
import io.elmstream.tables.Table;
import io.elmstream.tables.TableSamples;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for a table of labelled rows. */
final class DataOptions {

    @Mixin
    private TableOptions table;

    @Option(
            names = "--label",
            required = true,
            paramLabel = "COLUMN",
            description = "the column with the class; the others are features, unless they cannot be")
    private String label;

    /** @param manyClasses whether any number of classes is accepted */
    TableSamples toTrain(Console console, boolean manyClasses, MissingValues missing) {
        Table file = table.open();
        try (ProgressBar progress = Progress.ofBytes("reading", FileOptions.bytes(file))) {
            TableSamples samples = accepting(
                    missing,
                    TableSamples.toTrain(
                            file, label, table.range(), table.files().selection(file), manyClasses, progress::stepTo),
                    "leave the row out, or let the mean stand in with --missing MEAN");
            table.files().say(console, file, samples.findings());
            return samples;
        }
    }

    TableSamples toEvaluate(Console console, Classifier classifier) {
        Table file = table.open();
        TableSamples samples = accepting(
                classifier.missing(),
                TableSamples.toEvaluate(file, label, table.range(), classifier.featureNames(), classifier.labels()),
                "leave the row out, or train the model with --missing MEAN");
        table.files().say(console, file, classifier.featureNames(), Optional.of(label));
        return samples;
    }

    /** Returns rows that fail where a number is missing, if the model refuses that; says then what to do. */
    static TableSamples accepting(MissingValues missing, TableSamples rows, String otherwise) {
        return missing == MissingValues.REFUSE ? rows.requiringNumbers(otherwise) : rows;
    }

    TableOptions table() {
        return table;
    }

    String label() {
        return label;
    }
}
