package io.elmstream.tables;

import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** Collects the values of a column of texts, each of which becomes a feature. */
final class CategoryValues {

    /** A column with more values most likely holds names or remarks. */
    static final int MOST = 64;

    /** With fewer rows, a column may repeat the label by chance. */
    private static final int FEW_ROWS = 20;

    private final Table table;
    private final String column;
    private final SortedSet<String> values = new TreeSet<>();
    private long rows;
    private boolean repeatsLabel = true;

    CategoryValues(Table table, String column) {
        this.table = table;
        this.column = column;
    }

    String column() {
        return column;
    }

    void add(String text, String label) {
        rows++;
        repeatsLabel &= text.equals(label);
        if (!table.isMissing(text)) {
            values.add(text.strip());
        }
        if (values.size() > MOST) {
            throw table.problem(String.format(
                    Locale.ROOT,
                    ", column \"%s\" has more than %d different texts, the first of them \"%s\": it is neither a number"
                            + " nor a category; leave it out with --ignore \"%s\"",
                    column,
                    MOST,
                    values.first(),
                    column));
        }
    }

    /**
     * Returns the features for the values found.
     *
     * @throws io.elmstream.data.DataException if the column equals the label
     */
    List<String> features() {
        if (repeatsLabel && rows >= FEW_ROWS) {
            throw table.problem(", column \"" + column + "\" equals the label in every row, and a model would only copy"
                    + " it: leave it out with --ignore \"" + column + "\"");
        }
        return values.stream().map(value -> Category.feature(column, value)).toList();
    }

    int count() {
        return values.size();
    }
}
