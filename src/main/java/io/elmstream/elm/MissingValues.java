package io.elmstream.elm;

/** How a model treats a missing feature, given as NaN. */
public enum MissingValues {
    /** A row with a missing feature cannot be scored. */
    REFUSE,

    /** The mean of the training rows is used, which is 0 after standardisation. */
    MEAN
}
