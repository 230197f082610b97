package io.elmstream.cli.terminal;

import io.elmstream.data.CsvFile;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option for the encoding of CSV files, for all commands that read them. */
public final class EncodingOption {

    @Option(
            names = "--charset",
            paramLabel = "NAME",
            defaultValue = "UTF-8",
            description = "the encoding of the CSV file, such as windows-1252 (default: ${DEFAULT-VALUE})")
    private Charset charset;

    public CsvFile open(Path path) {
        return CsvFile.of(path, charset);
    }

    /** Prints which columns of a table are ignored: one of them may be a misspelled feature. */
    public static void sayWhatIsLeftOut(Console console, CsvFile file, List<String> features, Optional<String> label) {
        List<String> leftOut = file.columnsBeside(features, label);
        if (!leftOut.isEmpty()) {
            console.say(true, file.name() + ": ignored columns " + String.join(", ", leftOut));
        }
    }
}
