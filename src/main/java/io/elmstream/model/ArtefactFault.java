package io.elmstream.model;

/** What is wrong with bytes that should be an artefact. */
public enum ArtefactFault {
    /** Larger than any artefact may be. */
    TOO_LARGE,
    /** Does not begin as an artefact does. */
    NOT_AN_ARTEFACT,
    /** Made in a newer format than this version of the product reads. */
    UNKNOWN_FORMAT,
    /** The digest at the end does not match: bytes were lost or changed. */
    DIGEST_MISMATCH,
    /** The digest holds, but the content is not laid out as the format says. */
    MALFORMED,
    /** The content is laid out well, but is no model: shapes disagree or a figure is out of its range. */
    INVALID_MODEL
}
