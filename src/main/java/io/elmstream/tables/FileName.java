package io.elmstream.tables;

import de.siegmar.fastcsv.reader.CsvParseException;
import io.elmstream.data.DataException;

/**
 * How messages name a file.
 *
 * @param option that names the file, empty if none does; may be followed by a word of its value
 * @param path the file
 */
public record FileName(String option, String path) {

    /** Returns the failure to throw for what is wrong with the file; the text follows its name. */
    DataException problem(String text) {
        return new DataException(optionAlone(), this + text);
    }

    DataException unreadable(Exception cause) {
        return new DataException(
                optionAlone(),
                this + " cannot be read: " + (cause.getMessage() == null ? "it ends too early" : words(cause)),
                cause);
    }

    /** Adds what is wrong to what the parser of CSV says, which is where. */
    private static String words(Exception cause) {
        return cause instanceof CsvParseException && cause.getCause() instanceof CsvParseException why
                ? cause.getMessage() + ": " + why.getMessage()
                : String.valueOf(cause.getMessage());
    }

    String optionAlone() {
        return option.split(" ", 2)[0];
    }

    @Override
    public String toString() {
        return (option + " " + path).strip();
    }
}
