package io.elmstream.wire;

import io.elmstream.model.ModelId;
import io.elmstream.model.Step;
import io.elmstream.model.Timeline;
import io.elmstream.wire.avro.Artefact;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.TimelineStep;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The records of the models topic, made from the domain's types and back. */
public final class ModelRecords {

    /** The generation of the schema that is written. */
    public static final int FORMAT = 1;

    private ModelRecords() {}

    /** The record of a published version. */
    public static ModelRecord artefact(ModelId id, int version, String digest, byte[] bytes) {
        return new ModelRecord(FORMAT, id.value(), new Artefact(version, digest, ByteBuffer.wrap(bytes)));
    }

    /** The record of a model's timeline. */
    public static ModelRecord timeline(Timeline timeline) {
        return new ModelRecord(
                FORMAT, timeline.modelId().value(), new io.elmstream.wire.avro.Timeline(steps(timeline)));
    }

    /**
     * The timeline in a record that carries one.
     *
     * @throws IllegalArgumentException if it carries something else, or steps that make no timeline
     */
    public static Timeline timeline(ModelRecord model) {
        if (!(model.getContent() instanceof io.elmstream.wire.avro.Timeline timeline)) {
            throw new IllegalArgumentException("the record of " + model.getModelId() + " carries no timeline");
        }
        return timeline(model.getModelId(), timeline.getSteps());
    }

    /** A timeline from stored steps. */
    public static Timeline timeline(String modelId, List<TimelineStep> steps) {
        return new Timeline(new ModelId(modelId), steps.stream().map(ModelRecords::step).toList());
    }

    /** The steps of a timeline as they are stored. */
    public static List<TimelineStep> steps(Timeline timeline) {
        return timeline.steps().stream().map(ModelRecords::step).toList();
    }

    /** A step's effective time as it is stored: null from the beginning. */
    public static @Nullable Instant effectiveFrom(Step step) {
        return step.effectiveFrom() == Step.BEGINNING ? null : Instant.ofEpochMilli(step.effectiveFrom());
    }

    static TimelineStep step(Step step) {
        return new TimelineStep(
                step.revision(),
                effectiveFrom(step),
                step.champion(),
                step.reason(),
                step.voidedBy().isPresent() ? step.voidedBy().getAsLong() : null);
    }

    static Step step(TimelineStep step) {
        return new Step(
                step.getRevision(),
                step.getEffectiveFrom() == null ? Step.BEGINNING : step.getEffectiveFrom().toEpochMilli(),
                step.getChampion(),
                step.getReason(),
                step.getVoidedBy() == null ? OptionalLong.empty() : OptionalLong.of(step.getVoidedBy()));
    }
}
