package io.elmstream.training;

/**
 * Keeps the coverage of label sets right while the source of readings changes: adaptive conformal inference (Gibbs,
 * Candès: "Adaptive conformal inference under distribution shift", NeurIPS 2021, equation 2). A labelled reading whose
 * set misses its class makes the next sets larger, one whose set has it makes them a little smaller.
 */
final class AdaptiveCoverage {

    /** By how much one miss changes the wanted share of misses. */
    static final double STEP = 0.005;

    private static final double SMALLEST = 1e-3;

    private final double stated;
    private double misses;

    /** @param stated the share of readings whose set has their true class, above 0 and below 1 */
    AdaptiveCoverage(double stated) {
        this.stated = stated;
        this.misses = 1 - stated;
    }

    /** @param covered whether the set of a labelled reading had its class */
    void seen(boolean covered) {
        misses += STEP * (1 - stated - (covered ? 0 : 1));
        // where a model is right more often than stated, misses would grow for ever, and a drift be noticed late
        misses = Math.max(SMALLEST, Math.min(2 * (1 - stated), misses));
    }

    /** Returns the coverage to calibrate the next sets with. */
    double wanted() {
        return Math.max(SMALLEST, 1 - misses);
    }
}
