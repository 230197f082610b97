package io.elmstream.training;

import java.time.Duration;
import java.time.Instant;

/** One rule of forgetting with its sums and its output weights. */
final class OnlineRule {

    private final Forgetting forgetting;
    private final DecayedSums sums;
    private final OnlineWeights weights;
    private Instant newest = Instant.MIN;

    OnlineRule(Forgetting forgetting, DecayedSums sums, int window) {
        this.forgetting = forgetting;
        this.sums = sums;
        this.weights = new OnlineWeights(window);
    }

    Forgetting forgetting() {
        return forgetting;
    }

    DecayedSums sums() {
        return sums;
    }

    /** Returns the output weights of the last solution. */
    OnlineWeights weights() {
        return weights;
    }

    Instant newest() {
        return newest;
    }

    /** Goes on from a stored state. */
    void restore(Instant time, double share) {
        newest = time;
        weights.restore(share);
    }

    /** Adds rows, the newest last. */
    void learn(double[][] hidden, int[] labels, double[] rowWeights, Instant[] times, int rows) {
        double[] factors = new double[rows];
        double[] today = new double[rows];
        for (int r = 0; r < rows; r++) {
            boolean later = times[r].isAfter(newest);
            Duration passed = later && !newest.equals(Instant.MIN) ? Duration.between(newest, times[r]) : Duration.ZERO;
            Duration late = later ? Duration.ZERO : Duration.between(times[r], newest);
            factors[r] = forgetting.weight(1, passed);
            today[r] = rowWeights[r] * forgetting.weight(0, late);
            newest = later ? times[r] : newest;
        }
        double since = 1;
        for (int r = rows - 1; r >= 0; r--) {
            today[r] *= since;
            since *= factors[r];
        }
        sums.decay(since);
        sums.add(hidden, labels, today, rows);
    }

    /** Takes a row out that was learnt some rows ago. */
    void takeOut(double[][] hidden, int label, double weight, Instant time, long rowsSince) {
        Duration age = time.isAfter(newest) ? Duration.ZERO : Duration.between(time, newest);
        double today = weight * forgetting.weight(rowsSince, age);
        sums.add(hidden, new int[] {label}, new double[] {-today}, 1);
    }
}
