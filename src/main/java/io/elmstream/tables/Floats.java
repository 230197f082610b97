package io.elmstream.tables;

import io.elmstream.elm.ShortList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Detects features that lose precision as 32-bit floats, the type of features in readings: a float has 24 significant
 * bits, so a large constant offset in a feature uses up the digits that distinguish rows.
 */
final class Floats {

    /** Rounding by more than this fraction of a feature's standard deviation causes a warning. */
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

    /** Adds a row as in the file, NaN for missing values. */
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

    /**
     * Returns a line about the features that lose too much precision, with the figures of the first; none if none do.
     */
    List<String> warnings() {
        List<Integer> losing = IntStream.range(0, means.length)
                .filter(j -> deviation(j) > 0 && lost[j] > WORTH_A_WORD * deviation(j))
                .boxed()
                .toList();
        if (losing.isEmpty()) {
            return List.of();
        }
        int first = losing.get(0);
        List<String> others = losing.stream().skip(1).map(names::get).toList();
        return List.of(String.format(
                Locale.ROOT,
                "column \"%s\" loses precision in 32-bit floats: its values, about %.6g with a standard deviation of"
                        + " %.3g, are rounded by up to %.3g; subtract a constant, here and in the readings%s",
                names.get(first),
                means[first],
                deviation(first),
                lost[first],
                others.isEmpty() ? "" : ". Others do so, too: " + ShortList.of(others)));
    }

    private double deviation(int j) {
        return rows[j] == 0 ? 0 : Math.sqrt(squares[j] / rows[j]);
    }
}
