package io.elmstream.kernel;

import io.elmstream.elm.Activation;

/** What the weighted sums of a panel of hidden units go through: an activation, of which the kernel knows fewer. */
enum Bend {
    /** {@link Tanh}; the sigmoid too, whose halves are folded into W and beta. */
    TANH,
    /** The positive part. */
    RELU,
    /** From -1 to 1, cut off on either side. */
    CLIP,
    /** Nothing. */
    LINEAR,
    /** {@link Exponential} of the sum, which is 0 or less. */
    GAUSSIAN;

    static Bend of(Activation activation) {
        return switch (activation) {
            case SIGMOID, TANH -> TANH;
            case RELU -> RELU;
            case CLIP -> CLIP;
            case LINEAR -> LINEAR;
            case GAUSSIAN -> GAUSSIAN;
        };
    }
}
