package io.elmstream.quality;

import java.util.List;

/**
 * An estimate of accuracy without labels. Calibrated confidences say how often predictions are right, so their mean is
 * the expected accuracy (Guo et al.: "On calibration of modern neural networks", ICML 2017; as an estimate under drift:
 * Garg et al.: "Leveraging unlabeled data to predict out-of-distribution performance", ICLR 2022, "average
 * confidence"). What the calibration was off by on held-out rows is added.
 *
 * <p>It follows a change of which readings come. It cannot see a change of what readings mean: then a version is
 * confidently wrong, and only labels tell.
 *
 * @param value the estimate, 0 to 1
 * @param low lower end of its interval of 95 %, 0 to 1
 * @param high upper end, 0 to 1
 */
public record AccuracyEstimate(double value, double low, double high) {

    /** Standard errors on either side of an interval of 95 % of a normal distribution. */
    private static final double WIDTH = 1.96;

    /**
     * Returns the estimate for a window. Its interval covers the chance of the window, by how far its parts differ
     * among themselves, and that of the held-out rows.
     *
     * @param parts of the window, one or more, with predictions
     * @param expectation with held-out rows
     */
    public static AccuracyEstimate of(List<QualitySketch> parts, Expectation expectation) {
        QualitySketch window = parts.stream().reduce(QualitySketch::plus).orElseThrow();
        double value = window.meanConfidence() + expectation.accuracy() - expectation.confidence();
        double p = Math.min(1, Math.max(0, expectation.accuracy()));
        double ofHeldOut = p * (1 - p) / expectation.heldOut();
        double error = WIDTH * Math.sqrt(variance(parts, window) + ofHeldOut);
        return new AccuracyEstimate(within(value), within(value - error), within(value + error));
    }

    /** Returns the variance of the mean: that of independent predictions, or that of the parts if it is larger. */
    private static double variance(List<QualitySketch> parts, QualitySketch window) {
        double independent = window.varianceOfConfidence() / window.predictions();
        double squares = 0;
        int used = 0;
        for (QualitySketch part : parts) {
            if (part.predictions() > 0) {
                used++;
                double weight = (double) part.predictions() / window.predictions();
                double distance = weight * (part.meanConfidence() - window.meanConfidence());
                squares += distance * distance;
            }
        }
        return used < 2 ? independent : Math.max(independent, squares * used / (used - 1));
    }

    private static double within(double value) {
        return Math.min(1, Math.max(0, value));
    }
}
