package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.EncodingOption;
import io.elmstream.cli.terminal.Progress;
import io.elmstream.data.CsvFile;
import io.elmstream.data.CsvSamples;
import java.util.List;
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
    CsvSamples toTrain(boolean manyClasses) {
        CsvFile file = table.open();
        try (ProgressBar progress =
                Progress.ofBytes("reading", table.file().toFile().length())) {
            return CsvSamples.toTrain(file, label, table.range(), manyClasses, progress::stepTo);
        }
    }

    CsvSamples toEvaluate(Console console, List<String> featureNames, List<String> labels) {
        CsvFile file = table.open();
        CsvSamples samples = CsvSamples.toEvaluate(file, label, table.range(), featureNames, labels);
        EncodingOption.sayWhatIsLeftOut(console, file, featureNames, Optional.of(label));
        return samples;
    }

    TableOptions table() {
        return table;
    }

    String label() {
        return label;
    }
}
