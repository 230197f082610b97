package io.elmstream.wire;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Timeline;
import io.elmstream.wire.avro.Artefact;
import io.elmstream.wire.avro.ArtefactInParts;
import io.elmstream.wire.avro.ArtefactPart;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.Retired;
import io.elmstream.wire.avro.TimelineStep;
import java.nio.ByteBuffer;
import java.util.List;

/** Converts the domain's types to the records of the models topic and back. */
public final class ModelRecords {

    /** The generation used for writing: the oldest that holds the record, so that earlier releases read it. */
    public static final int FORMAT = 2;

    private static final int LEARNING_FORMAT = 3;

    private ModelRecords() {}

    /** Returns the record of a published version. */
    public static ModelRecord artefact(ModelId id, int version, String digest, byte[] bytes) {
        return new ModelRecord(FORMAT, id.value(), new Artefact(version, digest, ByteBuffer.wrap(bytes)));
    }

    /** Returns the record of a part of a published version. */
    public static ModelRecord part(ModelId id, int version, int part, String digest, byte[] bytes) {
        return new ModelRecord(FORMAT, id.value(), new ArtefactPart(version, part, digest, ByteBuffer.wrap(bytes)));
    }

    /** Returns the record of a published version whose parts precede it. */
    public static ModelRecord inParts(ModelId id, int version, String digest, int size, int parts) {
        return new ModelRecord(FORMAT, id.value(), new ArtefactInParts(version, digest, size, parts));
    }

    /** Returns the record of a version whose bytes were discarded. */
    public static ModelRecord retired(ModelId id, int version, String digest) {
        return new ModelRecord(FORMAT, id.value(), new Retired(version, digest));
    }

    /** Returns the record of a model's timeline. */
    public static ModelRecord timeline(Timeline timeline) {
        return new ModelRecord(
                FORMAT, timeline.modelId().value(), new io.elmstream.wire.avro.Timeline(steps(timeline)));
    }

    /** Returns the record of whether a model learns. */
    public static ModelRecord learning(ModelId id, Learning learning) {
        return new ModelRecord(LEARNING_FORMAT, id.value(), StepRecords.learning(learning));
    }

    /**
     * Reads a record of the models topic.
     *
     * @param visitor receives the contents of the record
     * @throws UnreadableRecordException if it is not such a record
     * @throws IllegalArgumentException if its contents are invalid, such as a malformed model id
     */
    public static void read(byte[] value, ModelRecordVisitor visitor) throws UnreadableRecordException {
        ModelRecord model = ControlCodec.models().decode(value);
        ModelId id = new ModelId(model.getModelId());
        Object content = model.getContent();
        if (content instanceof Artefact artefact) {
            visitor.artefact(
                    new VersionKey(id, artefact.getVersion()), artefact.getDigest(), bytes(artefact.getBytes()));
        } else if (content instanceof ArtefactPart part) {
            visitor.part(new VersionKey(id, part.getVersion()), part.getPart(), bytes(part.getBytes()));
        } else if (content instanceof ArtefactInParts whole) {
            visitor.inParts(
                    new VersionKey(id, whole.getVersion()), whole.getDigest(), whole.getSize(), whole.getParts());
        } else if (content instanceof Retired retired) {
            visitor.retired(new VersionKey(id, retired.getVersion()), retired.getDigest());
        } else if (content instanceof io.elmstream.wire.avro.Learning learning) {
            visitor.learning(id, StepRecords.learning(learning));
        } else {
            visitor.timeline(timeline(model));
        }
    }

    /**
     * Returns the timeline in a record that contains one.
     *
     * @throws IllegalArgumentException if it contains something else, or steps that do not form a timeline
     */
    public static Timeline timeline(ModelRecord model) {
        if (!(model.getContent() instanceof io.elmstream.wire.avro.Timeline timeline)) {
            throw new IllegalArgumentException("the record of " + model.getModelId() + " contains no timeline");
        }
        return timeline(new ModelId(model.getModelId()), timeline.getSteps());
    }

    /** Returns the timeline of stored steps. */
    public static Timeline timeline(ModelId modelId, List<TimelineStep> steps) {
        return new Timeline(modelId, steps.stream().map(StepRecords::step).toList());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** Returns the stored form of the steps of a timeline. */
    public static List<TimelineStep> steps(Timeline timeline) {
        return timeline.steps().stream().map(StepRecords::step).toList();
    }
}
