package io.elmstream.model;

import io.elmstream.elm.Standardiser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows far from all training rows: features beyond the limits of the standardiser, which clips them there in the same
 * way on every machine. Each feature is at either limit, together with all others and with every fourth, while the rest
 * are at their means.
 */
final class LimitRows {

    private static final int GROUPS = 4;

    /** The largest number of rows: all features at once and each group alone, at either limit. */
    static final int MOST = 2 * (1 + GROUPS);

    private LimitRows() {}

    /**
     * Returns the rows for a model.
     *
     * @param standardiser of the model
     * @return ten rows, or fewer for fewer than four features
     */
    static List<float[]> of(Standardiser standardiser) {
        List<float[]> rows = new ArrayList<>();
        for (float limit : new float[] {2 * Standardiser.LIMIT, -2 * Standardiser.LIMIT}) {
            rows.add(row(standardiser, limit, 0, 1));
            for (int group = 0; group < Math.min(GROUPS, standardiser.inputs()) && standardiser.inputs() > 1; group++) {
                rows.add(row(standardiser, limit, group, GROUPS));
            }
        }
        return rows;
    }

    private static float[] row(Standardiser standardiser, float limit, int first, int step) {
        float[] scales = standardiser.scales();
        float[] row = Arrays.copyOf(standardiser.means(), scales.length);
        for (int j = first; j < row.length; j += step) {
            float far = row[j] + limit * scales[j];
            row[j] = Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, far));
        }
        return row;
    }
}
