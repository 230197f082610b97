package io.elmstream.tables;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** One file as a table of named columns. It is opened again for each pass. */
public interface TableSource {

    /** Returns how messages name the file. */
    FileName name();

    /** Returns the names of the columns, from left to right. */
    List<String> columns();

    /** Returns whether values of a column can be read at all; lists and the like cannot. */
    default boolean isReadable(String column) {
        return true;
    }

    /** Returns the texts that stand for missing values, besides nothing and NaN. */
    default Set<String> missing() {
        return Set.of();
    }

    /** Returns what was found out about how the file is written, in a few words each; nothing for a plain one. */
    default List<String> findings() {
        return List.of();
    }

    /**
     * Opens a pass over the rows.
     *
     * @param wanted what to read of a row
     * @param partSize about the characters or bytes of a part, where the form leaves a choice
     * @throws io.elmstream.data.DataException if a column is not in the file
     */
    RowSource open(Wanted wanted, int partSize) throws IOException;

    /**
     * Returns where a row is, for messages. May read the file up to it.
     *
     * @param row its number, from 1
     */
    default String place(long row) {
        return "row " + row;
    }
}
