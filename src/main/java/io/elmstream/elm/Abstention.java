package io.elmstream.elm;

import java.util.Arrays;

/**
 * How sure a prediction must be to be used: at least the confidence that its class requires. Below it the model
 * abstains, and the label stays. Immutable.
 */
public final class Abstention {

    /** A confidence that no prediction has: the model abstains from all predictions of this class. */
    public static final float ALWAYS = 2;

    private final float[] least;

    /**
     * Creates the requirement.
     *
     * @param least the least confidence of a prediction that is used, one per label, from 0 to {@link #ALWAYS}
     * @throws IllegalArgumentException if a confidence is out of its range
     */
    public Abstention(float[] least) {
        for (int c = 0; c < least.length; c++) {
            Shapes.require(
                    least[c] >= 0 && least[c] <= ALWAYS,
                    "abstention[" + c + "] is " + least[c] + ", must be from 0 to " + ALWAYS);
        }
        this.least = least.clone();
    }

    /**
     * Returns the requirement that every prediction meets.
     *
     * @param classes the number of labels
     * @return one with which no model abstains
     */
    public static Abstention never(int classes) {
        return new Abstention(new float[classes]);
    }

    /** {@return the number of labels} */
    public int classes() {
        return least.length;
    }

    /** {@return a copy of the least confidence of a prediction that is used, one per label} */
    public float[] least() {
        return least.clone();
    }

    /**
     * Returns whether a model abstains.
     *
     * @param top index of the predicted class
     * @param confidence its probability
     * @return whether the prediction is too unsure to be used
     */
    public boolean abstains(int top, float confidence) {
        return confidence < least[top];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Abstention that && Arrays.equals(least, that.least);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(least);
    }
}
