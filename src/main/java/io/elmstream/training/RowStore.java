package io.elmstream.training;

import io.elmstream.elm.Samples;
import java.util.Arrays;
import java.util.List;

/**
 * Rows in memory: all rows of a data set, or some of each class, evenly spaced, in the order of the data. Classes keep
 * their proportions, but a rare one keeps up to {@value #FEWEST} rows.
 */
final class RowStore implements Samples {

    private static final int FEWEST = 20;

    private final List<String> featureNames;
    private final List<String> labels;
    private final long[] rowsOfStratum;
    private final LooSample rows;

    private RowStore(Samples from, long[] rowsOfStratum, int most) {
        this.featureNames = from.featureNames();
        this.labels = from.labels();
        long total = Arrays.stream(rowsOfStratum).sum();
        long[] wanted = Arrays.stream(rowsOfStratum)
                .map(count -> total <= most ? count : Math.min(count, Math.max(FEWEST, count * most / total)))
                .toArray();
        this.rows = new LooSample(featureNames.size(), rowsOfStratum, wanted);
        this.rowsOfStratum = wanted;
        from.forEach(rows);
    }

    /**
     * Reads rows.
     *
     * @param rowsOfStratum how many there are, by {@link Target#stratum}
     * @param most about how many to keep
     */
    static RowStore of(Samples from, long[] rowsOfStratum, int most) {
        return new RowStore(from, rowsOfStratum, most);
    }

    /** Returns some of these rows, or these if there are no more. */
    RowStore atMost(int most) {
        return size() <= most ? this : new RowStore(this, rowsOfStratum, most);
    }

    int size() {
        return rows.size();
    }

    @Override
    public List<String> featureNames() {
        return featureNames;
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public void forEach(Visitor visitor) {
        for (int i = 0; i < rows.size(); i++) {
            rows.target(i).pass(rows.row(i), visitor);
        }
    }
}
