package io.elmstream.tables;

import io.elmstream.data.DataException;
import io.elmstream.data.Names;
import io.elmstream.elm.ShortList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the wanted columns of a file are used for.
 *
 * @param byColumn their uses by name
 * @param features the number of features
 * @param keeps the number of kept columns
 */
record Uses(Map<String, Use> byColumn, int features, int keeps) {

    /** No feature and no kept column. */
    static final int NONE = -1;

    /**
     * What a column is used for.
     *
     * @param feature the place of the feature that it is, or {@link #NONE}
     * @param category its values, if it is a category; null otherwise
     * @param kept the place of the kept column that it is, or {@link #NONE}
     */
    record Use(int feature, @Nullable Category category, int kept) {

        private static final Use NOTHING = new Use(NONE, null, NONE);

        boolean isFeature() {
            return feature != NONE || category != null;
        }
    }

    /**
     * Finds the columns by their names.
     *
     * @throws DataException if one is missing, with the nearest name that is not wanted itself
     */
    static Uses of(TableSource file, Wanted wanted) {
        Set<String> columns = new LinkedHashSet<>(file.columns());
        // a file whose first rows name no columns at all may still have some later
        boolean optional = wanted.optional() || columns.isEmpty();
        Map<String, Use> uses = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> categories = new LinkedHashMap<>();
        for (int i = 0; i < wanted.features().size(); i++) {
            String feature = wanted.features().get(i);
            Optional<String> category =
                    columns.contains(feature) ? Optional.empty() : Category.columnOf(feature, columns);
            if (category.isPresent()) {
                String value = feature.substring(category.get().length() + 1);
                categories
                        .computeIfAbsent(category.get(), column -> new HashMap<>())
                        .put(value, i);
            } else if (columns.contains(feature) || optional) {
                uses.put(feature, new Use(i, null, NONE));
            } else {
                throw missing(file, feature, wanted);
            }
        }
        categories.forEach((column, places) -> {
            Use use = uses.getOrDefault(column, Use.NOTHING);
            uses.put(column, new Use(use.feature, new Category(places), NONE));
        });
        for (int i = 0; i < wanted.kept().size(); i++) {
            String column = wanted.kept().get(i);
            if (!columns.contains(column) && !columns.isEmpty()) {
                throw missing(file, column, wanted);
            }
            Use use = uses.getOrDefault(column, Use.NOTHING);
            uses.put(column, new Use(use.feature, use.category, i));
        }
        return new Uses(uses, wanted.features().size(), wanted.kept().size());
    }

    /** Returns the uses of the columns of a file, from left to right. */
    List<Use> inOrder(List<String> columns) {
        return columns.stream()
                .map(column -> byColumn.getOrDefault(column, Use.NOTHING))
                .toList();
    }

    private static DataException missing(TableSource file, String name, Wanted wanted) {
        List<String> others = new ArrayList<>(file.columns());
        others.removeAll(wanted.features());
        others.removeAll(wanted.kept());
        return file.name()
                .problem(" has no column \"" + name + "\"; its columns are " + ShortList.inBrackets(file.columns())
                        + Names.nearest(name, others)
                                .map(near -> ". Did you mean \"" + near + "\"?")
                                .orElse(""));
    }
}
