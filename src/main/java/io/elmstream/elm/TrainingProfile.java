package io.elmstream.elm;

import java.util.Arrays;
import java.util.List;

/**
 * What a version expects of the readings to come: how the features of its training rows were distributed, and how it
 * predicted rows that it was not trained on. Immutable.
 */
public final class TrainingProfile {

    private final long rows;
    private final List<FeatureBins> features;
    private final float[] labels;
    private final long heldOut;
    private final float[] predicted;
    private final double confidence;
    private final double accuracy;

    /**
     * Creates a profile.
     *
     * @param rows how many independent rows the shares of the features are worth, 1 or more
     * @param features the distribution of each feature, in the order of a row
     * @param labels share of the training rows of each class, in the order of the labels
     * @param heldOut rows that the version was measured on and not trained on; 0 if there were none
     * @param predicted share of these rows that it assigned to each class; all 0 without such rows
     * @param confidence mean calibrated confidence on these rows, 0 to 1
     * @param accuracy accuracy on these rows, 0 to 1
     * @throws IllegalArgumentException if a figure is out of its range
     */
    public TrainingProfile(
            long rows,
            List<FeatureBins> features,
            float[] labels,
            long heldOut,
            float[] predicted,
            double confidence,
            double accuracy) {
        Shapes.require(rows >= 1, "rows is " + rows + ", must be 1 or more");
        Shapes.require(heldOut >= 0, "heldOut is " + heldOut + ", must be 0 or more");
        Shapes.requireLength("predicted", predicted.length, labels.length);
        FeatureBins.requireShares("labels", labels);
        if (heldOut > 0) {
            FeatureBins.requireShares("predicted", predicted);
        }
        requireFraction("confidence", confidence);
        requireFraction("accuracy", accuracy);
        this.rows = rows;
        this.features = List.copyOf(features);
        this.labels = labels.clone();
        this.heldOut = heldOut;
        this.predicted = predicted.clone();
        this.confidence = confidence;
        this.accuracy = accuracy;
    }

    private static void requireFraction(String field, double value) {
        Shapes.require(value >= 0 && value <= 1, field + " is " + value + ", must be from 0 to 1");
    }

    /** {@return how many independent rows the shares of the features are worth} */
    public long rows() {
        return rows;
    }

    /** {@return the distribution of each feature, in the order of a row} */
    public List<FeatureBins> features() {
        return features;
    }

    /** {@return a copy of the share of the training rows of each class} */
    public float[] labels() {
        return labels.clone();
    }

    /** {@return the number of held-out rows} */
    public long heldOut() {
        return heldOut;
    }

    /** {@return a copy of the share of the held-out rows that were assigned to each class} */
    public float[] predicted() {
        return predicted.clone();
    }

    /** {@return the mean confidence on the held-out rows} */
    public double confidence() {
        return confidence;
    }

    /** {@return the accuracy on the held-out rows} */
    public double accuracy() {
        return accuracy;
    }

    /**
     * Checks that it is of a model's shape.
     *
     * @param inputs the number of features
     * @param classes the number of labels
     * @throws IllegalArgumentException if it is not
     */
    public void requireShape(int inputs, int classes) {
        Shapes.requireLength("profile", features.size(), inputs);
        Shapes.requireLength("profile of labels", labels.length, classes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrainingProfile that
                && rows == that.rows
                && features.equals(that.features)
                && Arrays.equals(labels, that.labels)
                && heldOut == that.heldOut
                && Arrays.equals(predicted, that.predicted)
                && confidence == that.confidence
                && accuracy == that.accuracy;
    }

    @Override
    public int hashCode() {
        return 31 * features.hashCode() + Arrays.hashCode(labels);
    }
}
