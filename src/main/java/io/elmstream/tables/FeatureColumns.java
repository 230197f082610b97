package io.elmstream.tables;

import io.elmstream.elm.ShortList;
import io.elmstream.tables.ColumnLook.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the columns of a table are, by the looks of their first rows.
 *
 * @param kinds the kind of each column that may be a feature, in order
 */
record FeatureColumns(Map<String, Kind> kinds) {

    /** The number of rows that are looked at. */
    private static final int ROWS = 1_000;

    /**
     * Looks at the first rows.
     *
     * @param candidates the columns that may be features
     */
    static FeatureColumns of(Table table, List<String> candidates, RowRange range) {
        List<String> readable = candidates.stream().filter(table::isReadable).toList();
        List<ColumnLook> looks = readable.stream()
                .map(column -> new ColumnLook(column.isBlank()))
                .toList();
        int[] rows = {0};
        table.rows(List.of(), readable, range).forEach(row -> {
            for (int j = 0; j < looks.size(); j++) {
                String text = row.text(j).strip();
                if (!table.isMissing(text)) {
                    looks.get(j).add(text, rows[0]);
                }
            }
            return ++rows[0] < ROWS;
        });
        Map<String, Kind> kinds = new LinkedHashMap<>();
        candidates.forEach(column -> kinds.put(column, Kind.NESTED));
        for (int j = 0; j < looks.size(); j++) {
            kinds.put(readable.get(j), looks.get(j).kind());
        }
        return new FeatureColumns(kinds);
    }

    /** Returns the columns of numbers, and of booleans, which are read as 0 and 1. */
    List<String> numbers() {
        return of(Kind.NUMBER, Kind.BOOLEAN);
    }

    List<String> categories() {
        return of(Kind.TEXT);
    }

    /** Returns the features: each column of numbers, and each value of a category, in the order of the columns. */
    List<String> features(List<CategoryValues> categories) {
        List<String> features = new ArrayList<>();
        kinds.forEach((column, kind) -> {
            if (kind == Kind.NUMBER || kind == Kind.BOOLEAN) {
                features.add(column);
            }
            categories.stream()
                    .filter(category -> category.column().equals(column))
                    .forEach(category -> features.addAll(category.features()));
        });
        return features;
    }

    /** Returns how the columns were understood, where they are not numbers. */
    List<String> findings(List<CategoryValues> categories) {
        List<String> findings = new ArrayList<>();
        List<String> booleans = of(Kind.BOOLEAN);
        if (!booleans.isEmpty()) {
            findings.add("booleans as 0 and 1: " + ShortList.ofTexts(booleans));
        }
        if (!categories.isEmpty()) {
            findings.add("categories, a feature for each value: "
                    + ShortList.ofTexts(categories.stream()
                            .map(category -> category.column() + " (" + category.count() + " values)")
                            .toList()));
        }
        List<String> ignored = Stream.of(Kind.TIME, Kind.COUNTER, Kind.NESTED)
                .flatMap(kind -> of(kind).stream().map(column -> shown(column) + " (" + kind.why() + ")"))
                .toList();
        if (!ignored.isEmpty()) {
            findings.add("ignored columns " + ShortList.ofTexts(ignored));
        }
        return findings;
    }

    private static String shown(String column) {
        return column.isBlank() ? "\"" + column + "\"" : column;
    }

    private List<String> of(Kind... wanted) {
        List<Kind> some = List.of(wanted);
        return kinds.keySet().stream()
                .filter(column -> some.contains(kinds.get(column)))
                .toList();
    }
}
