package io.elmstream.tables;

import java.nio.charset.Charset;
import java.util.Optional;
import java.util.Set;

/**
 * How the rows of a file are written, as far as it was said; the rest is found out from the first rows.
 *
 * @param charset the encoding of a CSV file
 * @param delimiter what separates the fields of a CSV file
 * @param decimal the character between units and tenths: a point or a comma
 * @param header whether the first line of a CSV file names the columns
 * @param comment the first character of lines of a CSV file that are no rows
 * @param skip the number of lines of a CSV file before its header, 0 or more
 * @param missing the texts that stand for missing values, besides nothing and NaN
 */
public record Layout(
        Optional<Charset> charset,
        Optional<Character> delimiter,
        Optional<Character> decimal,
        Optional<Boolean> header,
        Optional<Character> comment,
        int skip,
        Set<String> missing) {

    /** Everything is found out. */
    public static final Layout UNKNOWN = new Layout(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0, Set.of());

    public Layout {
        missing = Set.copyOf(missing);
    }

    /** Returns the same layout in an encoding. */
    public Layout in(Charset encoding) {
        return new Layout(Optional.of(encoding), delimiter, decimal, header, comment, skip, missing);
    }
}
