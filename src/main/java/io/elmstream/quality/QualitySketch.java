package io.elmstream.quality;

import java.util.Arrays;

/**
 * What was counted of the readings that a version scored. Sketches of several tasks, instances and times are merged by
 * adding them. Immutable: arrays are neither copied nor to be changed.
 *
 * @param predictions readings that it scored
 * @param confidence sum of the confidences of these predictions
 * @param squares sum of the squares of these confidences
 * @param predicted predictions by class, in the order of the version's labels
 * @param features readings of the sample by feature and bin, see {@link Expectation}; those without the feature come
 *     last
 * @param labelled predictions of which the true class is known
 * @param correct those of them that are right
 */
public record QualitySketch(
        long predictions,
        double confidence,
        double squares,
        long[] predicted,
        long[][] features,
        long labelled,
        long correct) {

    /** More readings than a report counts; sums of such counts do not overflow. */
    private static final long MOST = 1_000_000_000_000L;

    /** By how much figures may be off that were read while others counted. */
    private static final long SLACK = 100_000;

    /**
     * Returns a sketch without readings.
     *
     * @param of the shape, as that of another one
     */
    static QualitySketch empty(QualitySketch of) {
        long[][] none = new long[of.features.length][];
        Arrays.setAll(none, j -> new long[of.features[j].length]);
        return new QualitySketch(0, 0, 0, new long[of.predicted.length], none, 0, 0);
    }

    /**
     * Returns whether such a sketch can have been counted; a forged one need not. Its figures are read one after the
     * other while others count, so they may be off a little. Labels may come later than their readings.
     */
    public boolean isPlausible() {
        double most = predictions + SLACK;
        return predictions >= 0
                && predictions <= MOST
                && labelled >= 0
                && labelled <= MOST
                && correct >= 0
                && correct <= labelled + SLACK
                && confidence >= -SLACK
                && confidence <= most
                && squares >= -SLACK
                && squares <= most
                && Arrays.stream(predicted).allMatch(count -> count >= 0 && count <= most)
                && Arrays.stream(features).flatMapToLong(Arrays::stream).allMatch(count -> count >= 0 && count <= most);
    }

    /** Returns the readings of the sample, of which the features were counted. */
    public long sampled() {
        return features.length == 0 ? 0 : Arrays.stream(features[0]).sum();
    }

    /** Returns the mean confidence, 0 to 1; NaN without predictions. */
    public double meanConfidence() {
        return Math.min(1, Math.max(0, confidence / predictions));
    }

    /** Returns the variance of the confidence; 0 without predictions. */
    public double varianceOfConfidence() {
        return predictions == 0 ? 0 : Math.max(0, squares / predictions - meanConfidence() * meanConfidence());
    }

    /** Returns the accuracy on labelled predictions, 0 to 1; NaN without any. */
    public double accuracy() {
        return Math.min(1, (double) correct / labelled);
    }

    /**
     * Returns whether another sketch is of the same version, as far as shapes tell.
     *
     * @param other the other one
     */
    public boolean hasShapeOf(QualitySketch other) {
        boolean same = predicted.length == other.predicted.length && features.length == other.features.length;
        for (int j = 0; same && j < features.length; j++) {
            same = features[j].length == other.features[j].length;
        }
        return same;
    }

    /**
     * Returns the sum of both.
     *
     * @param other of the same shape
     */
    public QualitySketch plus(QualitySketch other) {
        return with(other, 1);
    }

    /**
     * Returns what was counted since an earlier sketch.
     *
     * @param earlier of the same shape
     */
    public QualitySketch minus(QualitySketch earlier) {
        return with(earlier, -1);
    }

    private QualitySketch with(QualitySketch other, int sign) {
        if (!hasShapeOf(other)) {
            throw new IllegalArgumentException("the sketches are of versions with other features or labels");
        }
        long[][] sums = new long[features.length][];
        Arrays.setAll(sums, j -> sum(features[j], other.features[j], sign));
        return new QualitySketch(
                predictions + sign * other.predictions,
                confidence + sign * other.confidence,
                squares + sign * other.squares,
                sum(predicted, other.predicted, sign),
                sums,
                labelled + sign * other.labelled,
                correct + sign * other.correct);
    }

    private static long[] sum(long[] one, long[] other, int sign) {
        long[] sum = new long[one.length];
        Arrays.setAll(sum, i -> one[i] + sign * other[i]);
        return sum;
    }
}
