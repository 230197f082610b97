package io.elmstream.scoring;

import io.elmstream.data.DataException;
import io.elmstream.data.Packing;
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

    /** The option that names the input. */
    static final String IN = "--in";

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
        boolean isNested() {
            return nested;
        }
    }

    /**
     * Returns the file with this path.
     *
     * @param option that names the file, for messages
     * @throws DataException if the ending of the name is none that is known
     */
    public static TableFile of(String option, Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        Packing packing = Packing.of(name);
        String bare = packing.without(name);
        if (bare.endsWith(".csv")) {
            return new TableFile(path, Form.CSV, packing);
        }
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
        throw new DataException(
                option,
                option + ": the name of " + path
                        + " must end in .csv, .jsonl or .ndjson, each also with .gz or .zst, or in .avro or .parquet");
    }
}
