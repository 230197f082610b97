package io.elmstream.scoring;

import io.elmstream.data.DataException;
import io.elmstream.data.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns that a table must have.
 *
 * @param path the table
 * @param columns its columns
 * @param features the features of the model
 * @param keep the columns to keep
 */
record Wanted(Path path, List<String> columns, List<String> features, List<KeptColumn> keep) {

    /**
     * Checks that a column exists.
     *
     * @throws DataException if it does not, with the nearest name that is not wanted itself
     */
    void require(String name) {
        if (!columns.contains(name)) {
            List<String> others = new ArrayList<>(columns);
            others.removeAll(features);
            keep.forEach(column -> others.remove(column.name()));
            throw new DataException(
                    TableFile.IN,
                    TableFile.IN + " " + path + " has no column \"" + name + "\"; its columns are " + columns
                            + Names.nearest(name, others)
                                    .map(near -> ". Did you mean \"" + near + "\"?")
                                    .orElse(""));
        }
    }
}
