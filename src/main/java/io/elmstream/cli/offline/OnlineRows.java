package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.RowReadings;
import io.elmstream.elm.Samples;
import io.elmstream.tables.TableRow;
import io.elmstream.tables.TableSamples;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The rows of a table in their order, each with its time, the last label of its sensor, and as many earlier labels as
 * features as are wanted. Those of its sensor's first row are all 0.
 */
final class OnlineRows implements Samples {

    private final TableSamples rows;
    private final RowReadings columns;
    private final int lags;
    private Instant time = Instant.EPOCH;
    private int last = UNKNOWN;

    /** @param columns those of time and sensor */
    OnlineRows(TableSamples rows, RowReadings columns, int lags) {
        this.rows = rows;
        this.columns = columns;
        this.lags = lags;
    }

    /** Returns the name of the feature that is 1 if the label some rows ago was this one. */
    static String name(int lag, String label) {
        return "label-" + lag + "=" + label;
    }

    @Override
    public List<String> featureNames() {
        List<String> names = new ArrayList<>(rows.featureNames());
        for (int lag = 1; lag <= lags; lag++) {
            for (String label : labels()) {
                names.add(name(lag, label));
            }
        }
        return names;
    }

    @Override
    public List<String> labels() {
        return rows.labels();
    }

    @Override
    public void forEach(Visitor visitor) {
        Map<String, Deque<Integer>> history = new HashMap<>();
        int own = rows.featureNames().size();
        float[] features = new float[own + lags * labels().size()];
        rows.forEach(columns.texts(), (row, label) -> {
            Deque<Integer> earlier = history.computeIfAbsent(sensor(row), sensor -> new ArrayDeque<>());
            System.arraycopy(row.features(), 0, features, 0, own);
            lag(earlier, features, own);
            time = columns.times().map(times -> times.of(row)).orElse(Instant.EPOCH);
            last = earlier.isEmpty() ? UNKNOWN : earlier.getFirst();
            visitor.row(features, label);
            earlier.addFirst(label);
            if (earlier.size() > Math.max(1, lags)) {
                earlier.removeLast();
            }
        });
    }

    private void lag(Deque<Integer> earlier, float[] features, int from) {
        Arrays.fill(features, from, features.length, 0);
        Iterator<Integer> labels = earlier.iterator();
        for (int lag = 0; lag < lags && labels.hasNext(); lag++) {
            features[from + lag * labels().size() + labels.next()] = 1;
        }
    }

    private String sensor(TableRow row) {
        return columns.sensors().map(row::text).orElse("");
    }

    /** Returns the time of the current row, or that of 1970 if rows have none. */
    Instant time() {
        return time;
    }

    /** Returns the index of the label of the row before, of the same sensor, or {@link #UNKNOWN}. */
    int last() {
        return last;
    }

    /** Returns whether rows have a time. */
    boolean timed() {
        return columns.times().isPresent();
    }

    /** Returns the number of bytes that all passes have read so far. */
    long bytesRead() {
        return rows.bytesRead();
    }
}
