package io.elmstream.quality;

import java.time.Duration;

/**
 * How closely the quality of a version is watched.
 *
 * @param window the time over which readings are summed before they are compared with those of training, from 10 ms to
 *     7 days
 * @param falseAlarmsPerDay how many drifts may be reported per day and version where there is none, above 0 and up to
 *     1000; fewer mean that a drift is found later
 */
public record QualitySettings(Duration window, double falseAlarmsPerDay) {

    /** The parts of a window, by which it is measured how far readings resemble their neighbours. */
    static final int PARTS = 10;

    /** The most confidences of a part that are looked at one by one. */
    static final int CONFIDENCES = 256;

    /** The most labelled predictions of a part that are looked at one by one. */
    static final int LABELLED = 1024;

    private static final double DAY = Duration.ofDays(1).toMillis();
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofDays(7);

    /** The numbers after which ADWIN compares. */
    private static final int ADWIN_CLOCK = 32;

    /** Checks the ranges. */
    public QualitySettings {
        if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("window is " + window + ", must be from 10 ms to 7 days");
        }
        if (!(falseAlarmsPerDay > 0 && falseAlarmsPerDay <= 1000)) {
            throw new IllegalArgumentException(
                    "falseAlarmsPerDay is " + falseAlarmsPerDay + ", must be above 0 and up to 1000");
        }
    }

    /** Returns the length of a part in milliseconds. */
    long partMillis() {
        return Math.max(1, window.toMillis() / PARTS);
    }

    /**
     * Returns the risk of one comparison of distributions, which share half of the alarms.
     *
     * @param distributions how many are compared in each window
     */
    double riskOfDistribution(int distributions) {
        return atMost(falseAlarmsPerDay / 2 / (DAY / window.toMillis()) / distributions);
    }

    /** Returns the risk of one comparison of confidences, which have a quarter of the alarms. */
    double riskOfConfidence() {
        return riskOf(CONFIDENCES);
    }

    /** Returns the risk of one comparison of errors, which have a quarter of the alarms. */
    double riskOfErrors() {
        return riskOf(LABELLED);
    }

    private double riskOf(int numbersOfPart) {
        double comparisons = DAY / partMillis() * Math.ceil((double) numbersOfPart / ADWIN_CLOCK);
        return atMost(falseAlarmsPerDay / 4 / comparisons);
    }

    private static double atMost(double risk) {
        return Math.min(risk, 0.25);
    }
}
