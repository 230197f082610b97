package io.elmstream.cli.terminal;

import io.elmstream.data.CsvFile;
import io.elmstream.elm.ShortList;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option for the encoding of CSV files, for all commands that read them. */
public final class EncodingOption {

    @Option(
            names = "--charset",
            paramLabel = "NAME",
            defaultValue = "UTF-8",
            converter = Encoding.class,
            description = "the encoding of the CSV file, such as windows-1252 (default: ${DEFAULT-VALUE})")
    private Charset charset;

    public Charset charset() {
        return charset;
    }

    /** @param option that names the file, for messages */
    public CsvFile open(String option, Path path) {
        return CsvFile.of(option, path, charset);
    }

    /** Prints which columns of a table are ignored: one of them may be a misspelled feature. */
    public static void sayWhatIsLeftOut(Console console, CsvFile file, List<String> features, Optional<String> label) {
        List<String> leftOut = file.columnsBeside(features, label);
        if (!leftOut.isEmpty()) {
            console.say(true, file.name() + ": ignored columns " + ShortList.ofTexts(leftOut));
        }
    }

    /** Parses the name of an encoding, with a clear message for other input. */
    static final class Encoding implements ITypeConverter<Charset> {

        @Override
        public Charset convert(String text) {
            try {
                return Charset.forName(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        "must be the name of an encoding, such as windows-1252, but is '" + text + "'");
            }
        }
    }
}
