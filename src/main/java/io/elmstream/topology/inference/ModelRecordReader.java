package io.elmstream.topology.inference;

import io.elmstream.model.ModelId;
import io.elmstream.serving.ModelIndex;
import io.elmstream.serving.VersionKey;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Artefact;
import io.elmstream.wire.avro.ArtefactInParts;
import io.elmstream.wire.avro.ArtefactPart;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.Retired;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads records of the models topic into an index. */
record ModelRecordReader(ModelIndex models) {

    private static final Logger LOG = LoggerFactory.getLogger(ModelRecordReader.class);

    /** @throws UnreadableRecordException if the value is no record of a model */
    void read(byte[] value) throws UnreadableRecordException {
        index(ControlCodec.models().decode(value));
    }

    /** Reads the record if it is of one of these versions. */
    void readAgain(byte @Nullable [] value, Set<VersionKey> versions) {
        if (value == null) {
            return;
        }
        try {
            ModelRecord model = ControlCodec.models().decode(value);
            if (versions.contains(new VersionKey(model.getModelId(), version(model.getContent())))) {
                index(model);
            }
        } catch (UnreadableRecordException | RuntimeException e) {
            // it was left out when it came first, too
            LOG.debug("left out a record of the models topic: {}", e.getMessage());
        }
    }

    private void index(ModelRecord model) {
        // the id names a folder here, so it must have the form of one whoever wrote the record
        String id = new ModelId(model.getModelId()).value();
        Object content = model.getContent();
        if (content instanceof Artefact artefact) {
            models.putArtefact(id, artefact.getVersion(), bytes(artefact.getBytes()));
        } else if (content instanceof ArtefactPart part) {
            models.putPart(id, part.getVersion(), part.getPart(), bytes(part.getBytes()));
        } else if (content instanceof ArtefactInParts whole) {
            models.assemble(id, whole.getVersion(), whole.getParts(), whole.getDigest());
        } else if (content instanceof Retired retired) {
            models.retire(id, retired.getVersion());
        } else {
            models.putTimeline(ModelRecords.timeline(model));
        }
    }

    /** The version that a record brings bytes of; 0 for another record. */
    private static int version(Object content) {
        if (content instanceof Artefact artefact) {
            return artefact.getVersion();
        }
        if (content instanceof ArtefactPart part) {
            return part.getVersion();
        }
        return content instanceof ArtefactInParts whole ? whole.getVersion() : 0;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
