package io.elmstream.wire;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Timeline;

/**
 * Visits the contents of a record of the models topic. A reader that does not handle a new kind of record does not
 * compile.
 */
public interface ModelRecordVisitor {

    /** Visits a published version in one record. */
    void artefact(VersionKey version, String digest, byte[] bytes);

    /** Visits a part of a version, which takes effect once {@link #inParts} follows. */
    void part(VersionKey version, int part, byte[] bytes);

    /** Visits a published version whose parts precede it. */
    void inParts(VersionKey version, String digest, int size, int parts);

    /** Visits a version whose bytes were discarded. */
    void retired(VersionKey version, String digest);

    /** Visits the current timeline of a model. */
    void timeline(Timeline timeline);

    /** Visits whether a model learns. */
    void learning(ModelId id, Learning learning);
}
