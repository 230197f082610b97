package io.elmstream.tables;

import java.util.List;

/**
 * What is read of a row.
 *
 * @param features the features, each a column of numbers or a value of a {@link Category}, in the order of a row
 * @param kept the columns whose values are handed over as they are; none twice
 * @param optional whether a feature may have no column in a form whose rows name their columns, and is missing then
 */
public record Wanted(List<String> features, List<String> kept, boolean optional) {

    public Wanted {
        features = List.copyOf(features);
        kept = List.copyOf(kept);
    }
}
