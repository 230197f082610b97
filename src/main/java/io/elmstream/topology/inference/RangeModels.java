package io.elmstream.topology.inference;

import io.elmstream.kernel.ForwardPass;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.serving.ArtefactFiles;
import io.elmstream.serving.ModelIndex;
import io.elmstream.serving.VersionLoader;
import io.elmstream.topology.LeftOutRecords;
import io.elmstream.topology.ModelsTopic;
import io.elmstream.wire.UnreadableRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models for a range of readings, complete before the first reading. Versions that no longer serve are loaded when
 * a reading needs them, by the thread that reads it.
 */
public final class RangeModels implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RangeModels.class);

    private final ModelIndex index;

    /**
     * Creates an empty index in a temporary folder.
     *
     * @param cacheBytes the memory for versions that no longer serve
     * @param clock in epoch milliseconds
     * @throws IOException if there can be no such folder
     */
    public RangeModels(ForwardPass pass, long cacheBytes, LongSupplier clock) throws IOException {
        this.index = new ModelIndex(
                new VersionLoader(pass),
                Runnable::run,
                Runnable::run,
                clock,
                new ArtefactFiles(Files.createTempDirectory("elmstream-models")),
                cacheBytes);
    }

    /** Returns all versions and timelines of the models topic. */
    public ModelIndex all(ModelsTopic topic, String name) {
        LeftOutRecords leftOut = new LeftOutRecords();
        ModelRecordReader reader = new ModelRecordReader(index);
        topic.read(entry -> {
            if (entry.value() != null) {
                try {
                    reader.read(entry.value());
                } catch (UnreadableRecordException | IllegalArgumentException e) {
                    leftOut.add(entry.offset(), e);
                }
            }
        });
        leftOut.tell(LOG, name);
        return index;
    }

    /** Returns one version that is in force at every event time. */
    public ModelIndex only(VersionKey version, byte[] artefact) {
        index.putArtefact(version, artefact);
        index.putTimeline(new Timeline(
                version.modelId(), List.of(Step.champion(1, Step.BEGINNING, version.version(), "predict", 0))));
        return index;
    }

    /** Deletes the folder. */
    @Override
    public void close() throws IOException {
        index.clear();
    }
}
