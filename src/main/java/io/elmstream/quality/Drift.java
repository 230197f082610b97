package io.elmstream.quality;

/**
 * A change of the readings or of their predictions.
 *
 * @param signal where it shows
 * @param feature index of the feature; -1 if it is no feature that changed
 * @param since when it was found, in epoch milliseconds
 * @param before the figure before: the limit of the index for a distribution, else the mean
 * @param after the figure then
 */
public record Drift(Signal signal, int feature, long since, double before, double after) {

    /** Where a drift shows. */
    public enum Signal {
        /** The distribution of a feature is not that of the training rows. */
        FEATURE,
        /** The classes are predicted in other shares than on held-out rows. */
        CLASSES,
        /** The confidence has fallen. */
        CONFIDENCE,
        /** The share of wrong predictions, of those with a label, has risen. */
        ERRORS
    }

    /** Returns whether it is about the same as another one, whenever they were found. */
    boolean isSameAs(Drift other) {
        return signal == other.signal && feature == other.feature;
    }
}
