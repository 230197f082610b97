package io.elmstream.training;

import io.elmstream.elm.TrainingRange;
import java.util.Arrays;

/** The range of rows that come one after the other. Rows are not kept, so the farthest one is taken to be a corner. */
final class SeenRange {

    private static final float CORNER = 1;

    private final float[] low;
    private final float[] high;

    SeenRange(int inputs) {
        low = new float[inputs];
        high = new float[inputs];
        Arrays.fill(low, Float.POSITIVE_INFINITY);
        Arrays.fill(high, Float.NEGATIVE_INFINITY);
    }

    /** Widens the range to that of a model. */
    void add(TrainingRange other) {
        add(other.low());
        add(other.high());
    }

    /** Widens the range to a row, whose missing values are NaN. */
    void add(float[] row) {
        for (int j = 0; j < low.length; j++) {
            // both are false for NaN
            low[j] = row[j] < low[j] ? row[j] : low[j];
            high[j] = row[j] > high[j] ? row[j] : high[j];
        }
    }

    /** Returns the range; a feature without a value has 0. */
    TrainingRange range() {
        float[] from = low.clone();
        float[] to = high.clone();
        for (int j = 0; j < low.length; j++) {
            if (low[j] > high[j]) {
                from[j] = 0;
                to[j] = 0;
            }
        }
        return new TrainingRange(from, to, CORNER);
    }
}
