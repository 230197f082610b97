package io.elmstream.scoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.elmstream.tables.RowFault;
import org.jspecify.annotations.Nullable;

/**
 * A row that cannot be scored, as the side file has it.
 *
 * @param file the input
 * @param row its number, starting with 1: below the header of a CSV file, the line of a file of JSON lines
 * @param reason why, as a word for programs
 * @param field the column at fault; null if it is the row as a whole
 * @param value its value as written; null if there is none
 * @param message why, in words
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record RejectedRow(
        String file,
        long row,
        RowFault reason,
        @Nullable String field,
        @Nullable String value,
        String message) {

    /** The longest value that is repeated. */
    private static final int LONGEST = 200;

    static RejectedRow of(
            String file, long row, RowFault reason, @Nullable String field, @Nullable String value, String message) {
        String shown = value == null || value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "...";
        return new RejectedRow(file, row, reason, field, shown, message);
    }

    RejectedRow after(long rows) {
        return new RejectedRow(file, rows + row, reason, field, value, message);
    }
}
