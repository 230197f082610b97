package io.elmstream.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A stream of readings of three features, of which each says a little about the next, in reports of a second. Changes
 * are made by its fields.
 */
final class WatchedStream {

    static final int FEATURES = 3;
    static final int BINS = 11;
    static final int PER_REPORT = 200;

    private final SplittableRandom random;
    private final double memory;
    private final double[] level = new double[FEATURES];

    double shift;
    double doubt;
    double accuracy = 0.9;

    /** @param memory how much a reading resembles the one before it, 0 to below 1 */
    WatchedStream(long seed, double memory) {
        this.random = new SplittableRandom(seed);
        this.memory = memory;
    }

    static Expectation expectation() {
        double[][] features = new double[FEATURES][BINS];
        for (double[] shares : features) {
            Arrays.fill(shares, 0, 10, 0.1);
        }
        return new Expectation(50_000, features, 10_000, new double[] {0.7, 0.3}, 0.9, 0.9);
    }

    QualitySketch report() {
        long[][] features = new long[FEATURES][BINS];
        long[] predicted = new long[2];
        double sum = 0;
        double squares = 0;
        long correct = 0;
        for (int i = 0; i < PER_REPORT; i++) {
            for (int j = 0; j < FEATURES; j++) {
                level[j] = memory * level[j] + Math.sqrt(1 - memory * memory) * gaussian();
                features[j][bin(level[j] + (j == 1 ? shift : 0))]++;
            }
            predicted[random.nextDouble() < 0.7 ? 0 : 1]++;
            double confidence = 0.8 + 0.2 * random.nextDouble() - doubt;
            sum += confidence;
            squares += confidence * confidence;
            correct += random.nextDouble() < accuracy ? 1 : 0;
        }
        return new QualitySketch(PER_REPORT, sum, squares, predicted, features, PER_REPORT, correct);
    }

    /** Returns the windows of a watch after so many reports. */
    static List<QualityWindow> watch(QualityWatch watch, WatchedStream stream, long from, int reports) {
        List<QualityWindow> windows = new ArrayList<>();
        for (int i = 1; i <= reports; i++) {
            watch.add(stream.report(), from + 1_000L * i).ifPresent(windows::add);
        }
        return windows;
    }

    private double gaussian() {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    /** Returns the tenth of a normal distribution that a value is in. */
    private static int bin(double value) {
        double[] edges = {-1.281552, -0.841621, -0.524401, -0.253347, 0, 0.253347, 0.524401, 0.841621, 1.281552};
        int bin = 0;
        while (bin < edges.length && value > edges[bin]) {
            bin++;
        }
        return bin;
    }
}
