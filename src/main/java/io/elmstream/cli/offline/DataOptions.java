package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.EncodingOption;
import io.elmstream.cli.terminal.Progress;
import io.elmstream.data.CsvFile;
import io.elmstream.data.CsvSamples;
import io.elmstream.elm.Classifier;
import io.elmstream.elm.MissingValues;
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
            description = "the column with the class; all other columns are features")
    private String label;

    /** @param manyClasses whether any number of classes is accepted */
    CsvSamples toTrain(boolean manyClasses, MissingValues missing) {
        CsvFile file = table.open();
        try (ProgressBar progress =
                Progress.ofBytes("reading", table.file().toFile().length())) {
            return accepting(
                    missing,
                    CsvSamples.toTrain(file, label, table.range(), manyClasses, progress::stepTo),
                    "leave the row out, or let the mean stand in with --missing MEAN");
        }
    }

    CsvSamples toEvaluate(Console console, Classifier classifier) {
        CsvFile file = table.open();
        CsvSamples samples = accepting(
                classifier.missing(),
                CsvSamples.toEvaluate(file, label, table.range(), classifier.featureNames(), classifier.labels()),
                "leave the row out, or train the model with --missing MEAN");
        EncodingOption.sayWhatIsLeftOut(console, file, classifier.featureNames(), Optional.of(label));
        return samples;
    }

    /** Returns rows that fail where a number is missing, if the model refuses that; says then what to do. */
    static CsvSamples accepting(MissingValues missing, CsvSamples rows, String otherwise) {
        return missing == MissingValues.REFUSE ? rows.requiringNumbers(otherwise) : rows;
    }

    TableOptions table() {
        return table;
    }

    String label() {
        return label;
    }
}
