package io.elmstream.cli.offline;

import java.util.ArrayList;
import java.util.List;

/** Rows from all parts of the data: enough to measure times and to choose probes. */
final class RowSample {

    private static final int MOST = 4096;

    private final List<float[]> sample = new ArrayList<>();
    private long every = 1;
    private long rows;

    /** Keeps rows at equal distances, twice as far apart whenever there are too many. */
    void add(float[] features) {
        if (rows++ % every != 0) {
            return;
        }
        sample.add(features.clone());
        if (sample.size() == MOST) {
            every *= 2;
            for (int i = 0; i < MOST / 2; i++) {
                sample.set(i, sample.get(2 * i));
            }
            sample.subList(MOST / 2, MOST).clear();
        }
    }

    List<float[]> rows() {
        return sample;
    }
}
