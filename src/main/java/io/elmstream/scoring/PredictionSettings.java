package io.elmstream.scoring;

import io.elmstream.data.DataException;
import io.elmstream.tables.Layout;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a file is scored.
 *
 * @param keep the columns to carry into the predictions
 * @param probabilities whether predictions have the probability of each class
 * @param layout how the input is written
 * @param threads the number of parts that are scored at a time, 1 or more
 */
public record PredictionSettings(List<KeptColumn> keep, boolean probabilities, Layout layout, int threads) {

    public PredictionSettings {
        keep = List.copyOf(keep);
        Set<String> names = new HashSet<>();
        for (KeptColumn column : keep) {
            if (!names.add(column.name())) {
                throw new DataException("--keep", "--keep names column \"" + column.name() + "\" twice");
            }
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ", must be 1 or more");
        }
    }
}
