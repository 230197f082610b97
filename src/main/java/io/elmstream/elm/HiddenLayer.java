package io.elmstream.elm;

import java.util.Set;

/**
 * The hidden layer of an ELM, in one of its stored forms. Its weights are fixed before training: generated from a seed,
 * which takes a few bytes, taken from training rows, or given. {@link #expand()} gives the units of any form.
 */
public sealed interface HiddenLayer
        permits SeededHidden, ExplicitHidden, FamilyHidden, SparseHidden, RadialHidden, DirectHidden, MixedHidden {

    /** The largest absolute value of a weight or bias, here and in {@link Elm#beta}; it keeps every score finite. */
    float LARGEST_WEIGHT = 1e6f;

    /** {@return the number of inputs, 1 or more} */
    int inputs();

    /** {@return the number of hidden units, 1 or more} */
    int units();

    /** {@return the activations of its units, in the order of their declaration} */
    Set<Activation> activations();

    /** {@return the units with their weights; generated anew by each call} */
    HiddenUnits expand();

    /** {@return a line of text for people: how the weights came about} */
    String description();
}
