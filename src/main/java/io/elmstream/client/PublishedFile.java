package io.elmstream.client;

import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Timeline;
import io.elmstream.topology.ModelsTopic;
import io.elmstream.wire.ModelRecordVisitor;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.UnreadableRecordException;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The model file of a published version, from the models topic. */
public final class PublishedFile implements ModelRecordVisitor {

    private final VersionKey wanted;
    private final SortedMap<Integer, byte[]> parts = new TreeMap<>();
    private Optional<byte[]> file = Optional.empty();

    private PublishedFile(VersionKey wanted) {
        this.wanted = wanted;
    }

    /**
     * Reads the topic up to its current end offset.
     *
     * @return the bytes of the file; empty if the version is not published, retired, or its parts are damaged
     */
    public static Optional<byte[]> read(ModelsTopic topic, VersionKey wanted) {
        PublishedFile found = new PublishedFile(wanted);
        topic.read(entry -> {
            if (entry.value() != null) {
                found.take(entry.value());
            }
        });
        return found.file;
    }

    private void take(byte[] value) {
        try {
            ModelRecords.read(value, this);
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            // PublishedModels tells of records that no reader can use
            return;
        }
    }

    @Override
    public void artefact(VersionKey version, String digest, byte[] bytes) {
        if (version.equals(wanted)) {
            file = Optional.of(bytes);
        }
    }

    @Override
    public void part(VersionKey version, int part, byte[] bytes) {
        if (version.equals(wanted)) {
            parts.put(part, bytes);
        }
    }

    @Override
    public void inParts(VersionKey version, String digest, int size, int count) {
        if (version.equals(wanted)) {
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            parts.headMap(count).values().forEach(joined::writeBytes);
            file = Optional.of(joined.toByteArray())
                    .filter(bytes -> ArtefactFormat.digest(bytes).equals(digest));
        }
    }

    @Override
    public void retired(VersionKey version, String digest) {
        if (version.equals(wanted)) {
            file = Optional.empty();
        }
    }

    @Override
    public void timeline(Timeline timeline) {}

    @Override
    public void learning(ModelId id, Learning learning) {}
}
