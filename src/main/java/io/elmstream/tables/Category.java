package io.elmstream.tables;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column of texts whose values are features: the one that a row has is 1, the others are 0. The name of such a
 * feature is the column's, an equals sign and the value, so that a model remembers the values with its features. With a
 * missing or another value, all of them are missing.
 *
 * @param places the place of each value in a row
 */
record Category(Map<String, Integer> places) {

    /** Returns the name of the feature for a value of a column. */
    static String feature(String column, String value) {
        return column + "=" + value;
    }

    /** Returns the column that a feature is a value of, the longest name that fits; empty if none does. */
    static Optional<String> columnOf(String feature, Collection<String> columns) {
        return columns.stream()
                .filter(column -> feature.startsWith(column + "="))
                .max((one, other) -> Integer.compare(one.length(), other.length()));
    }

    /** Sets the features of the column in a row that starts at a place of an array. */
    void encode(@Nullable String value, float[] rows, int at) {
        Integer known = value == null ? null : places.get(value.strip());
        for (int place : places.values()) {
            rows[at + place] = known == null ? Float.NaN : 0;
        }
        if (known != null) {
            rows[at + known] = 1;
        }
    }
}
