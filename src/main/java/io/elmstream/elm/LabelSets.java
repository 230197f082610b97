package io.elmstream.elm;

import java.util.Arrays;

/**
 * The classes that a reading may well have: split conformal prediction with the score {@code 1 - p} (Sadinle, Lei,
 * Wasserman: "Least ambiguous set-valued classifiers with bounded error levels", JASA 114, 2019). A class is in the set
 * if its probability reaches a least one, which was chosen on held-out rows so that the sets contain the true class of
 * a stated share of readings. The predicted class is always in the set, which makes the share larger where the model is
 * right more often than that. Immutable.
 */
public final class LabelSets {

    private final double coverage;
    private final float[] least;

    /**
     * Creates the sets of a model.
     *
     * @param coverage the share of readings whose set has their true class, above 0 and below 1
     * @param least the least probability with which a class is in the set, one per label, 0 to 1
     * @throws IllegalArgumentException if a figure is out of its range
     */
    public LabelSets(double coverage, float[] least) {
        Shapes.require(coverage > 0 && coverage < 1, "coverage is " + coverage + ", must be above 0 and below 1");
        for (int c = 0; c < least.length; c++) {
            Shapes.require(
                    least[c] >= 0 && least[c] <= 1,
                    "label sets: least[" + c + "] is " + least[c] + ", must be from 0 to 1");
        }
        this.coverage = coverage;
        this.least = least.clone();
    }

    /** {@return the share of readings whose set has their true class} */
    public double coverage() {
        return coverage;
    }

    /** {@return the number of labels} */
    public int classes() {
        return least.length;
    }

    /** {@return a copy of the least probability with which a class is in the set, one per label} */
    public float[] least() {
        return least.clone();
    }

    /**
     * Returns whether a class is in the set of a reading.
     *
     * @param c index of the class
     * @param probability of the class
     * @param top index of the predicted class
     * @return whether the reading may well have the class
     */
    public boolean has(int c, float probability, int top) {
        return c == top || probability >= least[c];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelSets that && coverage == that.coverage && Arrays.equals(least, that.least);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(least);
    }
}
