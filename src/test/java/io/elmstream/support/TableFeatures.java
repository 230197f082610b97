package io.elmstream.support;

import io.elmstream.tables.RowRange;
import io.elmstream.tables.Table;
import java.util.ArrayList;
import java.util.List;

/** Features of rows of a table, for tests. */
public final class TableFeatures {

    private TableFeatures() {}

    /** Returns a copy of the features of each row. */
    public static List<float[]> of(Table table, List<String> features, RowRange range) {
        List<float[]> rows = new ArrayList<>();
        table.rows(features, List.of(), range)
                .forEach(row -> rows.add(row.features().clone()));
        return rows;
    }
}
