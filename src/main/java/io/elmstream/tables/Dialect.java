package io.elmstream.tables;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.Reader;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.Set;

/**
 * How a CSV file is written.
 *
 * @param charset its encoding, unless a byte-order mark names another
 * @param delimiter what separates its fields
 * @param decimal the character between units and tenths
 * @param header whether its first row names the columns
 * @param comment the first character of lines that are no rows
 * @param skip the number of lines before the first row
 * @param missing the texts that stand for missing values, besides nothing and NaN
 */
record Dialect(
        Charset charset,
        char delimiter,
        char decimal,
        boolean header,
        Optional<Character> comment,
        int skip,
        Set<String> missing) {

    /** The most columns of a file, twice as many as a model has features at most. */
    static final int MOST_COLUMNS = 1 << 17;

    /** Returns a reader of rows as records; by itself, the library takes fewer columns. */
    CsvReader<CsvRecord> records(Reader text) {
        return parser().build(CsvRecordHandler.builder().maxFields(MOST_COLUMNS).build(), text);
    }

    /** Returns a parser of rows. */
    CsvReader.CsvReaderBuilder parser() {
        CsvReader.CsvReaderBuilder builder = CsvReader.builder()
                .fieldSeparator(delimiter)
                .allowExtraFields(true)
                .allowMissingFields(true);
        comment.ifPresent(first -> builder.commentStrategy(CommentStrategy.SKIP).commentCharacter(first));
        return builder;
    }
}
