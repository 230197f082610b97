package io.elmstream.tables;

import java.util.List;
import java.util.Optional;

/**
 * The columns of a table that may be features.
 *
 * @param only these alone, in this order; all of them if empty
 * @param ignored none of these
 */
public record Selection(List<String> only, List<String> ignored) {

    /** All columns. */
    public static final Selection ALL = new Selection(List.of(), List.of());

    public Selection {
        only = List.copyOf(only);
        ignored = List.copyOf(ignored);
    }

    /**
     * Returns the columns that may be features.
     *
     * @param label the column with the class, which is none
     * @throws io.elmstream.data.DataException if a named column is not in the table
     */
    public List<String> features(Table table, Optional<String> label) {
        table.requireColumns(only);
        table.requireColumns(ignored);
        List<String> candidates = only.isEmpty() ? table.columns() : only;
        return candidates.stream()
                .filter(column -> !ignored.contains(column) && !label.equals(Optional.of(column)))
                .toList();
    }
}
