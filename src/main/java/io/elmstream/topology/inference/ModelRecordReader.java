package io.elmstream.topology.inference;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Timeline;
import io.elmstream.serving.ModelIndex;
import io.elmstream.wire.ModelRecordVisitor;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.UnreadableRecordException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads records of the models topic into an index. */
record ModelRecordReader(ModelIndex models) implements ModelRecordVisitor {

    private static final Logger LOG = LoggerFactory.getLogger(ModelRecordReader.class);

    /**
     * Reads a record.
     *
     * @throws UnreadableRecordException if the value is not a record of the models topic
     */
    void read(byte[] value) throws UnreadableRecordException {
        ModelRecords.read(value, this);
    }

    /** Reads the record if it contains bytes of one of these versions. */
    void readAgain(byte @Nullable [] value, Set<VersionKey> versions) {
        if (value == null) {
            return;
        }
        try {
            ModelRecords.read(value, new BytesOf(versions, this));
        } catch (UnreadableRecordException | RuntimeException e) {
            // it was skipped the first time, too
            LOG.debug("skipped a record of the models topic: {}", e.getMessage());
        }
    }

    @Override
    public void artefact(VersionKey version, String digest, byte[] bytes) {
        models.putArtefact(version, bytes);
    }

    @Override
    public void part(VersionKey version, int part, byte[] bytes) {
        models.putPart(version, part, bytes);
    }

    @Override
    public void inParts(VersionKey version, String digest, int size, int parts) {
        models.assemble(version, parts, digest);
    }

    @Override
    public void retired(VersionKey version, String digest) {
        models.retire(version);
    }

    @Override
    public void timeline(Timeline timeline) {
        models.putTimeline(timeline);
    }

    @Override
    public void learning(ModelId id, Learning learning) {
        models.putLearning(id, learning);
    }

    /** Passes on the records that contain bytes of certain versions. */
    private record BytesOf(Set<VersionKey> versions, ModelRecordVisitor next) implements ModelRecordVisitor {

        @Override
        public void artefact(VersionKey version, String digest, byte[] bytes) {
            if (versions.contains(version)) {
                next.artefact(version, digest, bytes);
            }
        }

        @Override
        public void part(VersionKey version, int part, byte[] bytes) {
            if (versions.contains(version)) {
                next.part(version, part, bytes);
            }
        }

        @Override
        public void inParts(VersionKey version, String digest, int size, int parts) {
            if (versions.contains(version)) {
                next.inParts(version, digest, size, parts);
            }
        }

        @Override
        public void retired(VersionKey version, String digest) {}

        @Override
        public void timeline(Timeline timeline) {}

        @Override
        public void learning(ModelId id, Learning learning) {}
    }
}
