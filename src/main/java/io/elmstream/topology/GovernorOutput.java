package io.elmstream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.governor.PublishedVersion;
import io.elmstream.governor.Signer;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Timeline;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.ModelComparison;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.ModelStatus;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** What the governor writes. Its records are its own: what headers a command came with stays behind. */
final class GovernorOutput {

    /** The encoders of all that is written, safe to be shared by the tasks of an instance one after the other. */
    record Encoders(
            RecordEncoder<ModelRecord> models,
            RecordEncoder<ModelStatus> statuses,
            RecordEncoder<ModelComparison> comparisons) {}

    private final ProcessorContext<byte[], byte[]> context;
    private final Encoders encoders;

    GovernorOutput(ProcessorContext<byte[], byte[]> context, Encoders encoders) {
        this.context = context;
        this.encoders = encoders;
    }

    void artefact(ModelId id, PublishedVersion version, byte[] bytes, long now) {
        model(ModelKeys.version(id, version.version()),
                ModelRecords.artefact(id, version.version(), version.digest(), bytes), now);
    }

    void part(ModelId id, PublishedVersion version, int part, byte[] bytes, long now) {
        model(ModelKeys.part(id, version.version(), part),
                ModelRecords.part(id, version.version(), part, ArtefactFormat.digest(bytes), bytes), now);
    }

    void inParts(ModelId id, PublishedVersion version, long now) {
        model(ModelKeys.version(id, version.version()),
                ModelRecords.inParts(id, version.version(), version.digest(), version.size(), version.parts()), now);
    }

    /** The version's record without its bytes, and deletions for its parts. */
    void retire(ModelId id, PublishedVersion version, long now) {
        model(ModelKeys.version(id, version.version()), ModelRecords.retired(id, version.version(), version.digest()), now);
        for (int part = 0; part < version.parts() && version.parts() > 1; part++) {
            forward(ModelKeys.part(id, version.version(), part), null, now, Names.MODELS_SINK);
        }
    }

    void timeline(Timeline timeline, long now) {
        model(timeline.modelId().value(), ModelRecords.timeline(timeline), now);
    }

    void status(String key, ModelStatus status, long now) {
        status(key, status, OptionalLong.empty(), now);
    }

    /** @param highest number that the key of the command has signed with, for the sender to go on from */
    void status(String key, ModelStatus status, OptionalLong highest, long now) {
        Record<byte[], byte[]> answer = new Record<>(key.getBytes(UTF_8), encoders.statuses().encode(status), now);
        highest.ifPresent(number -> answer.headers()
                .add(Signer.HIGHEST_HEADER, ByteBuffer.allocate(Long.BYTES).putLong(number).array()));
        context.forward(answer, Names.MODEL_STATUS_SINK);
    }

    void comparison(String key, ModelComparison comparison, long now) {
        forward(key, encoders.comparisons().encode(comparison), now, Names.MODEL_STATUS_SINK);
    }

    private void model(String key, ModelRecord model, long now) {
        forward(key, encoders.models().encode(model), now, Names.MODELS_SINK);
    }

    private void forward(String key, byte @Nullable [] value, long now, String sink) {
        context.forward(new Record<>(key.getBytes(UTF_8), value, now), sink);
    }
}
