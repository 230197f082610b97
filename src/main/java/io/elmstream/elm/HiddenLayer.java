package io.elmstream.elm;

/**
 * The hidden layer {@code h = g(W z + b)} of an ELM. Its weights are fixed before training: either explicit
 * ({@link ExplicitHidden}) or generated from a seed ({@link SeededHidden}), which takes a few bytes.
 */
public sealed interface HiddenLayer permits SeededHidden, ExplicitHidden {

    /** The largest absolute value of a weight or bias, here and in {@link Elm#beta}; it keeps every score finite. */
    float LARGEST_WEIGHT = 1e6f;

    /** {@return the number of inputs, 1 or more} */
    int inputs();

    /** {@return the number of hidden units, 1 or more} */
    int units();

    /** {@return the activation g, the same for every unit} */
    Activation activation();

    /** {@return a copy of W, row-major units x inputs} */
    float[] weights();

    /** {@return a copy of b, one bias per unit} */
    float[] biases();
}
