package io.elmstream.scoring;

import io.elmstream.scoring.RejectedRow.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes the rows of a part in order: one call for each. Not thread-safe. */
interface RowSink {

    /** What a row without kept columns keeps. */
    Object[] NOTHING = {};

    /**
     * Takes a row to score.
     *
     * @param rows row-major, one value per feature of the model, NaN where it is missing; copied
     * @param at where the row starts
     * @param kept the values of the kept columns, of the Java type of their column or null; not copied
     */
    void row(float[] rows, int at, @Nullable Object[] kept) throws IOException;

    /**
     * Takes a row that cannot be scored.
     *
     * @param field the column at fault; null if it is the row as a whole
     * @param value its value as written; null if there is none
     * @param message in words
     */
    void rejected(Reason reason, @Nullable String field, @Nullable String value, String message) throws IOException;

    /**
     * Takes a row that counts in the numbers of rows, but has nothing to score, such as an empty line of JSON lines.
     */
    void empty();
}
