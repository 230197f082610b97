package io.elmstream.topology.governor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.governor.Comparisons;
import io.elmstream.governor.PublishedVersion;
import io.elmstream.governor.Signer;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.quality.QualityWindow;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.topology.ComparisonHeaders;
import io.elmstream.topology.ModelKeys;
import io.elmstream.topology.Names;
import io.elmstream.topology.OutputLimit;
import io.elmstream.wire.CountedQuality;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.QualityRecords;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.avro.ModelComparison;
import io.elmstream.wire.avro.ModelQuality;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.ModelStatus;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Writes the governor's outputs. Its records do not carry the headers of the command. The models topic accepts every
 * part of a model, which the start-up check ensures; a comparison is made to fit the status topic; answers are bounded.
 */
final class GovernorOutput {

    /**
     * The encoders of all outputs. The tasks of an instance may share them, one after the other.
     *
     * @param limit the limit of the status topic
     */
    record Encoders(
            RecordEncoder<ModelRecord> models,
            RecordEncoder<ModelStatus> statuses,
            RecordEncoder<ModelComparison> comparisons,
            RecordEncoder<ModelQuality> qualities,
            OutputLimit limit) {}

    private final ProcessorContext<byte[], byte[]> context;
    private final Encoders encoders;

    GovernorOutput(ProcessorContext<byte[], byte[]> context, Encoders encoders) {
        this.context = context;
        this.encoders = encoders;
    }

    void artefact(ModelId id, PublishedVersion version, byte[] bytes, long now) {
        model(
                ModelKeys.version(id, version.version()),
                ModelRecords.artefact(id, version.version(), version.digest(), bytes),
                now);
    }

    void part(ModelId id, PublishedVersion version, int part, byte[] bytes, long now) {
        model(
                ModelKeys.part(id, version.version(), part),
                ModelRecords.part(id, version.version(), part, ArtefactFormat.digest(bytes), bytes),
                now);
    }

    void inParts(ModelId id, PublishedVersion version, long now) {
        model(
                ModelKeys.version(id, version.version()),
                ModelRecords.inParts(id, version.version(), version.digest(), version.size(), version.parts()),
                now);
    }

    /** Writes the version's record without its bytes, and deletes its parts. */
    void retire(ModelId id, PublishedVersion version, long now) {
        model(
                ModelKeys.version(id, version.version()),
                ModelRecords.retired(id, version.version(), version.digest()),
                now);
        for (int part = 0; part < version.parts() && version.parts() > 1; part++) {
            forward(ModelKeys.part(id, version.version(), part), null, now, Names.MODELS_SINK);
        }
    }

    void timeline(Timeline timeline, long now) {
        model(timeline.modelId().value(), ModelRecords.timeline(timeline), now);
    }

    void learning(ModelId id, Learning learning, long now) {
        model(ModelKeys.learning(id), ModelRecords.learning(id, learning), now);
    }

    void quality(CountedQuality counted, QualityWindow window, long now) {
        Record<byte[], byte[]> quality = new Record<>(
                QualityRecords.key(counted.version()).getBytes(UTF_8),
                encoders.qualities().encode(QualityRecords.quality(counted, window)),
                now);
        context.forward(quality, Names.MODEL_QUALITY_SINK);
    }

    void status(String key, ModelStatus status, long now) {
        status(key, status, OptionalLong.empty(), now);
    }

    /**
     * Writes an answer.
     *
     * @param highest the highest number that the key of the command has signed with, for the sender to continue from
     */
    void status(String key, ModelStatus status, OptionalLong highest, long now) {
        Record<byte[], byte[]> answer =
                new Record<>(key.getBytes(UTF_8), encoders.statuses().encode(status), now);
        highest.ifPresent(number -> answer.headers()
                .add(
                        Signer.HIGHEST_HEADER,
                        ByteBuffer.allocate(Long.BYTES).putLong(number).array()));
        context.forward(answer, Names.MODEL_STATUS_SINK);
    }

    /**
     * Writes the comparison of a challenger, with the most frequent disagreements that fit the topic.
     *
     * @param tried the step that names the challenger
     * @param standsStill why the challenger's conditions cannot decide; empty if they can, or if there are none
     */
    void comparison(ModelId id, Step tried, Comparisons comparisons, Optional<String> standsStill, long now) {
        byte[] key = ReportRecords.comparisonKey(id).getBytes(UTF_8);
        Headers headers = ComparisonHeaders.of(standsStill);
        Comparison sum = comparisons.sum();
        byte[] value = encoded(id, tried, comparisons, sum, now);
        for (int room = sum.room() / 2;
                room > 0 && value.length > encoders.limit().room(key);
                room /= 2) {
            value = encoded(id, tried, comparisons, sum.mostFrequent(room), now);
        }
        context.forward(new Record<>(key, value, now, headers), Names.MODEL_STATUS_SINK);
    }

    private byte[] encoded(ModelId id, Step tried, Comparisons comparisons, Comparison sum, long now) {
        return encoders.comparisons()
                .encode(ReportRecords.merged(id, tried, comparisons.runs().size(), sum, now));
    }

    private void model(String key, ModelRecord model, long now) {
        forward(key, encoders.models().encode(model), now, Names.MODELS_SINK);
    }

    private void forward(String key, byte @Nullable [] value, long now, String sink) {
        context.forward(new Record<>(key.getBytes(UTF_8), value, now), sink);
    }
}
