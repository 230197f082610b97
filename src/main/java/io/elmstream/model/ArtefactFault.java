package io.elmstream.model;

/** The reason why bytes are not a valid artefact. */
public enum ArtefactFault {
    /** Larger than any artefact may be. */
    TOO_LARGE,
    /** Does not start like an artefact. */
    NOT_AN_ARTEFACT,
    /** Written in a newer format than this version of the product reads. */
    UNKNOWN_FORMAT,
    /** The digest at the end does not match: bytes were lost or changed. */
    DIGEST_MISMATCH,
    /** The digest matches, but the layout does not follow the format. */
    MALFORMED,
    /** The layout is correct, but the content is not a model: shapes disagree or a figure is out of its range. */
    INVALID_MODEL
}
