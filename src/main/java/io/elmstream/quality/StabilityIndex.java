package io.elmstream.quality;

import java.util.Arrays;
import java.util.List;

/**
 * The population stability index of a distribution over bins against that of the training rows: {@code PSI = sum (p -
 * q) ln (p / q)}. The customary limits of 0.1 and 0.2 take no account of how much was counted; this one comes with the
 * limit that chance alone passes with a given risk.
 *
 * <p>Where nothing has changed, {@code n PSI} of n readings follows a chi-squared distribution (Yurdakul, Naranjo:
 * "Statistical properties of the population stability index", Journal of Risk Model Validation 14, 2020), as does that
 * of the m training rows. But readings of a sensor resemble the one before, so n readings say less than n independent
 * ones, and the distribution is that of {@code sum w_i z_i^2} with other weights than 1 (Rao, Scott: "On chi-squared
 * tests for multiway contingency tables", Annals of Statistics 12, 1984). The weights are the eigenvalues of the
 * covariance of the shares, which is measured by how far the parts of a window differ among themselves. Such a sum
 * exceeds {@code sum w + 2 sqrt(x sum w^2) + 2 x max w} with a probability of at most {@code exp(-x)} (Laurent,
 * Massart: "Adaptive estimation of a quadratic functional by model selection", Annals of Statistics 28, 2000, lemma 1).
 *
 * @param value the index, 0 or more
 * @param limit what chance alone passes with the given risk
 */
public record StabilityIndex(double value, double limit) {

    /** Added to each count, so that an empty bin does not make the index infinite. */
    private static final double HALF = 0.5;

    /** Returns whether the index is more than chance allows. */
    public boolean isBeyondChance() {
        return value > limit;
    }

    /**
     * Returns the index of the readings of a window.
     *
     * @param parts the counts by bin of each part of the window, one or more
     * @param expected share of the training rows in each bin
     * @param rows number of training rows, 1 or more
     * @param risk the accepted probability that chance passes the limit, above 0 and below 1
     */
    public static StabilityIndex of(List<long[]> parts, double[] expected, long rows, double risk) {
        double[] counts = total(parts, expected.length);
        double readings = Arrays.stream(counts).sum();
        double index = 0;
        int bins = 0;
        for (int b = 0; b < expected.length; b++) {
            if (counts[b] == 0 && expected[b] == 0) {
                continue;
            }
            bins++;
            double p = (counts[b] + HALF) / (readings + HALF * expected.length);
            double q = (expected[b] * rows + HALF) / (rows + HALF * expected.length);
            index += (p - q) * Math.log(p / q);
        }
        double freedom = Math.max(1, bins - 1);
        double x = -Math.log(risk);
        double ofReadings = Weights.of(parts, counts, freedom).limit(x) / readings;
        double ofRows = Weights.equal(freedom).limit(x) / rows;
        return new StabilityIndex(index, ofReadings + ofRows);
    }

    private static double[] total(List<long[]> parts, int bins) {
        double[] counts = new double[bins];
        for (long[] part : parts) {
            for (int b = 0; b < bins; b++) {
                counts[b] += part[b];
            }
        }
        return counts;
    }

    /** The weights of the squares, by their sum, the sum of their squares, and the largest. */
    private record Weights(double sum, double squares, double largest) {

        private static final int ITERATIONS = 50;

        static Weights equal(double freedom) {
            return new Weights(freedom, freedom, 1);
        }

        /** Measures them by the parts; they are not taken to be less than those of independent readings. */
        static Weights of(List<long[]> parts, double[] counts, double freedom) {
            double[][] deviations = parts.stream()
                    .filter(part -> Arrays.stream(part).sum() > 0)
                    .map(part -> deviation(part, counts))
                    .toArray(double[][]::new);
            int used = deviations.length;
            if (used < 2) {
                return equal(freedom);
            }
            double[][] products = new double[used][used];
            double sum = 0;
            double squares = 0;
            for (int p = 0; p < used; p++) {
                for (int q = 0; q < used; q++) {
                    products[p][q] = dot(deviations[p], deviations[q]) / (used - 1);
                    squares += products[p][q] * products[p][q];
                }
                sum += products[p][p];
            }
            Weights measured = new Weights(sum, squares, largest(products));
            double least = sum == 0 ? 0 : Math.max(1, freedom / sum);
            return least == 0 ? equal(freedom) : measured.times(least);
        }

        /** How far the shares of a part are from those of the window, in standard errors of each. */
        private static double[] deviation(long[] part, double[] counts) {
            double all = Arrays.stream(counts).sum();
            long readings = Arrays.stream(part).sum();
            double[] deviation = new double[counts.length];
            for (int b = 0; b < counts.length; b++) {
                double expected = readings * counts[b] / all;
                deviation[b] = expected == 0 ? 0 : (part[b] - expected) / Math.sqrt(expected);
            }
            return deviation;
        }

        /** Returns the largest eigenvalue, by power iteration. */
        private static double largest(double[][] matrix) {
            double[] vector = new double[matrix.length];
            Arrays.setAll(vector, i -> 1 + 0.1 * (i % 3));
            double length = 0;
            for (int i = 0; i < ITERATIONS; i++) {
                double[] last = vector;
                double[] next = new double[vector.length];
                Arrays.setAll(next, row -> dot(matrix[row], last));
                length = Math.sqrt(dot(next, next) / dot(last, last));
                if (length == 0) {
                    return 0;
                }
                double scale = length;
                Arrays.setAll(next, row -> next[row] / scale);
                vector = next;
            }
            return length;
        }

        private static double dot(double[] one, double[] other) {
            double sum = 0;
            for (int i = 0; i < one.length; i++) {
                sum += one[i] * other[i];
            }
            return sum;
        }

        private Weights times(double factor) {
            return new Weights(factor * sum, factor * factor * squares, factor * largest);
        }

        double limit(double x) {
            return sum + 2 * Math.sqrt(x * squares) + 2 * x * largest;
        }
    }
}
