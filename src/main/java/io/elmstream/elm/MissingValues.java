package io.elmstream.elm;

/** What a model does with a feature that is missing, written as NaN. */
public enum MissingValues {
    /** A row with a missing feature cannot be scored. */
    REFUSE,

    /** The mean of the training rows stands in, which is 0 after standardisation. */
    MEAN
}
