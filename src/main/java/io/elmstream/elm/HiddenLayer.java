package io.elmstream.elm;

/**
 * The hidden layer {@code h = g(W z + b)} of an ELM. Its weights are fixed before training: either written out
 * ({@link ExplicitHidden}) or named by a generator and a seed ({@link SeededHidden}), which takes a few bytes.
 */
public sealed interface HiddenLayer permits SeededHidden, ExplicitHidden {

    /** The largest absolute value of a weight or bias, here and in {@link Elm#beta}; so every score is finite. */
    float LARGEST_WEIGHT = 1e6f;

    /** The number of inputs, 1 or more. */
    int inputs();

    /** The number of hidden units, 1 or more. */
    int units();

    /** The activation g of every unit. */
    Activation activation();

    /** W, row-major units x inputs, in an array of the caller's own. */
    float[] weights();

    /** b, one per unit, in an array of the caller's own. */
    float[] biases();
}
