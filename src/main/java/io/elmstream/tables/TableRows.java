package io.elmstream.tables;

import io.elmstream.data.DataException;
import io.elmstream.elm.Counted;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/** Rows of a table, passed over one after the other; the first that cannot be used ends a pass. */
public final class TableRows {

    /** The characters or bytes of a part, where the form leaves a choice: parts are read one after the other. */
    private static final int PART = 1 << 16;

    private final Table table;
    private final Wanted wanted;
    private final RowRange range;
    private final boolean exact;

    TableRows(Table table, Wanted wanted, RowRange range, boolean exact) {
        this.table = table;
        this.wanted = wanted;
        this.range = range;
        this.exact = exact;
    }

    /**
     * Passes every row to a visitor.
     *
     * @param visitor takes a row, which is valid during the call only, and returns whether to go on
     * @throws DataException if a row has too many or too few fields, a feature is not a number, or there is no row in
     *     the range
     */
    public void forEach(Predicate<TableRow> visitor) {
        TableRow row = new TableRow(wanted, range, exact, visitor);
        for (TableSource file : table.files()) {
            if (!row.isDone()) {
                read(file, row);
            }
        }
        if (!row.isFound()) {
            throw table.problem(" has "
                    + (row.number() == 0
                            ? "no rows below its header"
                            : Counted.of(row.number(), "row") + ", and none in " + range));
        }
    }

    private void read(TableSource file, TableRow row) {
        try (RowSource source = file.open(wanted, PART)) {
            row.begin(file, source);
            for (Optional<RowPart> part = source.next(); part.isPresent(); part = source.next()) {
                part.get().rows().read(row);
                if (row.isDone()) {
                    break;
                }
            }
            row.end();
        } catch (IOException e) {
            throw file.name().unreadable(e);
        }
    }
}
