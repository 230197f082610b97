package io.elmstream.tables;

/** Why a row cannot be used. */
public enum RowFault {
    /** It is not a row of its form at all, or is not in the encoding of the file. */
    UNREADABLE,
    /** It has more or fewer fields than the header. */
    WRONG_WIDTH,
    /** The model accepts no missing values, and the field is missing, empty or NaN. */
    MISSING,
    /** The field is not a number. */
    NOT_A_NUMBER,
    /** The field is infinite, or too large for a 32-bit float. */
    NOT_FINITE,
    /** The model did not return probabilities. */
    SCORING_FAILED
}
