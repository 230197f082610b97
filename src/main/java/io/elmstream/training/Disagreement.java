package io.elmstream.training;

/**
 * How probable it is that a verifier disagrees with a draft, by the confidence p of the draft: logistic regression on
 * the logit of p (Platt: "Probabilistic outputs for support vector machines", 1999). Where the draft is nearly certain,
 * a sample has few disagreements or none to count, although there will be some among many readings; the curve tells how
 * many, from those that the sample has at lower confidence.
 */
record Disagreement(double offset, double slope) {

    private static final int STEPS = 50;

    /** Keeps the slope finite if the sample could be told apart without error. */
    private static final double PENALTY = 0.1;

    /** Logits are taken of probabilities up to this, since floats near 1 are no closer. */
    private static final double HIGHEST = 1 - 1e-6;

    /**
     * Fits the curve by Newton's method.
     *
     * @param confidence the draft's probability of its class, by row
     * @param disagrees whether the verifier gave another class, by row
     * @param rows the number of rows
     * @return the curve with the largest likelihood, which never rises
     */
    static Disagreement fit(float[] confidence, boolean[] disagrees, int rows) {
        double seen = 0;
        for (int i = 0; i < rows; i++) {
            seen += disagrees[i] ? 1 : 0;
        }
        Disagreement fitted = new Disagreement(logit((seen + 0.5) / (rows + 1)), 0);
        for (int step = 0; step < STEPS; step++) {
            fitted = fitted.improved(confidence, disagrees, rows);
        }
        return fitted.slope <= 0 ? fitted : new Disagreement(logit((seen + 0.5) / (rows + 1)), 0);
    }

    /** Returns the chance at a confidence. */
    double at(float confidence) {
        return 1 / (1 + StrictMath.exp(-offset - slope * logit(confidence)));
    }

    private Disagreement improved(float[] confidence, boolean[] disagrees, int rows) {
        double byOffset = 0;
        double bySlope = -PENALTY * slope;
        double curveOffset = 1e-9;
        double curveBoth = 0;
        double curveSlope = PENALTY;
        for (int i = 0; i < rows; i++) {
            double x = logit(confidence[i]);
            double chance = at(confidence[i]);
            double left = (disagrees[i] ? 1 : 0) - chance;
            double curve = chance * (1 - chance);
            byOffset += left;
            bySlope += left * x;
            curveOffset += curve;
            curveBoth += curve * x;
            curveSlope += curve * x * x;
        }
        double determinant = curveOffset * curveSlope - curveBoth * curveBoth;
        return new Disagreement(
                bounded(offset + bounded((curveSlope * byOffset - curveBoth * bySlope) / determinant, 2), 40),
                bounded(slope + bounded((curveOffset * bySlope - curveBoth * byOffset) / determinant, 1), 40));
    }

    private static double bounded(double value, double limit) {
        return Math.max(-limit, Math.min(limit, value));
    }

    private static double logit(double probability) {
        double inside = Math.max(1 - HIGHEST, Math.min(HIGHEST, probability));
        return StrictMath.log(inside / (1 - inside));
    }
}
