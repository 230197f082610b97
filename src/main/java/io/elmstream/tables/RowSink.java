package io.elmstream.tables;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes the rows of a part in order: one call for each. Not thread-safe. */
public interface RowSink {

    /** What a row without kept columns keeps. */
    Object[] NOTHING = {};

    /** What does not take the numbers of a row before they are rounded to floats. */
    double[] NOT_EXACT = {};

    /**
     * Returns where to put the numbers of a row before they are rounded to floats, ahead of the call that takes the
     * row; {@link #NOT_EXACT} if they are not needed.
     */
    default double[] exact() {
        return NOT_EXACT;
    }

    /**
     * Takes a row.
     *
     * @param rows row-major, one value per feature, NaN where it is missing; copied
     * @param at where the row starts
     * @param kept the values of the kept columns, of the Java type of their column or null; not copied
     */
    void row(float[] rows, int at, @Nullable Object[] kept) throws IOException;

    /**
     * Takes a row that cannot be used.
     *
     * @param field the column at fault; null if it is the row as a whole
     * @param value its value as written; null if there is none
     * @param message in words
     */
    void rejected(RowFault reason, @Nullable String field, @Nullable String value, String message) throws IOException;

    /** Takes a row that counts in the numbers of rows, but has nothing in it, such as an empty line of JSON lines. */
    void empty();
}
