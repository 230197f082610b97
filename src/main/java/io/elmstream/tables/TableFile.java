package io.elmstream.tables;

import io.elmstream.data.DataException;
import io.elmstream.data.Packing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A file that holds a table, whose form its name tells.
 *
 * @param path the file
 * @param form the form of the table
 * @param packing how the file as a whole is compressed
 */
public record TableFile(Path path, Form form, Packing packing) {

    /** The forms of tables. */
    public enum Form {
        CSV(false),
        JSON_LINES(true),
        AVRO(true),
        PARQUET(false);

        private final boolean nested;

        Form(boolean nested) {
            this.nested = nested;
        }

        /** Returns whether predictions have the probabilities of all classes in one column. */
        public boolean isNested() {
            return nested;
        }
    }

    /**
     * Returns the file to write with this path.
     *
     * @param option that names the file, for messages
     * @throws DataException if the ending of the name is none that is known
     */
    public static TableFile of(String option, Path path) {
        TableFile file = toRead(path);
        if (file.form() == Form.CSV && !file.packing().without(lower(path)).endsWith(".csv")) {
            throw new DataException(
                    option,
                    option + ": the name of " + path
                            + " must end in .csv, .jsonl or .ndjson, each also with .gz or .zst, or in .avro or"
                            + " .parquet");
        }
        return file;
    }

    /** Returns the file to read with this path: CSV, unless its name tells another form. */
    public static TableFile toRead(Path path) {
        String name = lower(path);
        Packing packing = Packing.of(name);
        String bare = packing.without(name);
        if (bare.endsWith(".jsonl") || bare.endsWith(".ndjson")) {
            return new TableFile(path, Form.JSON_LINES, packing);
        }
        // they compress their blocks themselves
        if (name.endsWith(".avro")) {
            return new TableFile(path, Form.AVRO, Packing.NONE);
        }
        if (name.endsWith(".parquet")) {
            return new TableFile(path, Form.PARQUET, Packing.NONE);
        }
        return new TableFile(path, Form.CSV, packing);
    }

    /**
     * Opens the file.
     *
     * @param option that names it, for messages; may be followed by a word of its value
     * @param layout how it is written
     * @throws DataException if it cannot be read
     */
    public TableSource open(String option, Layout layout) {
        FileName name = new FileName(option, path.toString());
        if (form == Form.CSV) {
            return CsvFile.of(option, path, layout);
        }
        if (!Files.isRegularFile(path)) {
            throw name.problem(" does not exist or is not a file");
        }
        try {
            return switch (form) {
                case JSON_LINES -> new JsonLinesFile(name, path, packing, layout.missing());
                case AVRO -> new AvroFile(name, path);
                default -> new ParquetFile(name, path);
            };
        } catch (IOException e) {
            throw name.unreadable(e);
        }
    }

    private static String lower(Path path) {
        return path.toString().toLowerCase(Locale.ROOT);
    }
}
