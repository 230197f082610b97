package io.elmstream.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What features lose when they become floats of 32 bits, which is how readings carry them: 24 bits of a number are
 * left, so that a large constant in a feature takes the digits that tell one row from another.
 */
final class Floats {

    /** Rounding by more than this part of a feature's standard deviation is worth a word. */
    private static final double WORTH_A_WORD = 0.01;

    private final List<String> names;
    private final long[] rows;
    private final double[] means;
    private final double[] squares;
    private final double[] lost;

    Floats(List<String> names) {
        this.names = names;
        rows = new long[names.size()];
        means = new double[names.size()];
        squares = new double[names.size()];
        lost = new double[names.size()];
    }

    /** Takes a row as it stands in the file, NaN where a value is missing. */
    void row(double[] values) {
        for (int j = 0; j < values.length; j++) {
            double value = values[j];
            if (!Double.isNaN(value)) {
                rows[j]++;
                double step = value - means[j];
                means[j] += step / rows[j];
                squares[j] += step * (value - means[j]);
                lost[j] = Math.max(lost[j], Math.abs((float) value - value));
            }
        }
    }

    /** A line for each feature that loses too much. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (int j = 0; j < means.length; j++) {
            double deviation = rows[j] == 0 ? 0 : Math.sqrt(squares[j] / rows[j]);
            if (lost[j] > WORTH_A_WORD * deviation && deviation > 0) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "column \"%s\" does not survive 32-bit floats: its values, about %.6g with a standard"
                                + " deviation of %.3g,"
                                + " are rounded by up to %.3g; take a constant off them, here and in the readings",
                        names.get(j),
                        means[j],
                        deviation,
                        lost[j]));
            }
        }
        return warnings;
    }
}
