package io.elmstream.wire;

import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Timeline;

/** Takes what a record of the models topic says. With a new kind of record, no reader compiles until it takes it. */
public interface ModelRecordVisitor {

    /** A published version in one record. */
    void artefact(VersionKey version, String digest, byte[] bytes);

    /** A part of a version, which counts once {@link #inParts} follows. */
    void part(VersionKey version, int part, byte[] bytes);

    /** A published version whose parts stand before it. */
    void inParts(VersionKey version, String digest, int size, int parts);

    /** A version whose bytes were given up. */
    void retired(VersionKey version, String digest);

    /** A model's timeline as it is from here on. */
    void timeline(Timeline timeline);
}
