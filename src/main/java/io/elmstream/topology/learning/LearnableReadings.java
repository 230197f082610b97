package io.elmstream.topology.learning;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.alert.Position;
import io.elmstream.labels.LabelReading;
import io.elmstream.model.ModelId;
import io.elmstream.readings.TopicReader;
import io.elmstream.readings.TopicReaders;
import io.elmstream.rollout.Learning;
import io.elmstream.serving.ModelIndex;
import io.elmstream.serving.OnDemand;
import io.elmstream.serving.ReadyVersion;
import io.elmstream.serving.ServedModel;
import io.elmstream.topology.ReadingIndices;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Finds the readings of records that models can learn from. What no model can read is passed over: it becomes a dead
 * letter where it is scored.
 */
final class LearnableReadings {

    private final TopicReaders readers;
    private final Optional<String> defaultModel;

    /** @param defaultModel scores the readings that name no model */
    LearnableReadings(TopicReaders readers, Optional<ModelId> defaultModel) {
        this.readers = readers;
        this.defaultModel = defaultModel.map(ModelId::value);
    }

    /**
     * Calls back with the readings of a record of models that learn.
     *
     * @throws io.elmstream.wire.RegistryUnreachableException if a schema is not known and the registry does not answer
     */
    void read(
            Record<byte[], byte[]> record, RecordMetadata origin, ModelIndex models, Consumer<LabelReading> learnable) {
        TopicReader reader = readers.of(origin.topic());
        reader.read(record.key(), record.value(), record.headers(), record.timestamp());
        if (reader.rejection().isPresent()) {
            return;
        }
        BitSet chosen = chosen(record, reader);
        for (int i = chosen.nextSetBit(0); i >= 0; i = chosen.nextSetBit(i + 1)) {
            reader.select(i);
            if (reader.rejection().isEmpty()) {
                Position position = new Position(origin.topic(), origin.partition(), origin.offset(), i);
                reading(reader, record.timestamp(), position, models).ifPresent(learnable);
            }
        }
    }

    private static BitSet chosen(Record<byte[], byte[]> record, TopicReader reader) {
        if (!reader.isPack()) {
            return BitSet.valueOf(new long[] {1});
        }
        try {
            return ReadingIndices.chosen(record.headers(), reader.count());
        } catch (IllegalArgumentException e) {
            return new BitSet();
        }
    }

    private Optional<LabelReading> reading(TopicReader reader, long timestamp, Position position, ModelIndex models) {
        long eventTime = reader.eventTimeOr(timestamp);
        Optional<String> name = reader.namesModel() ? Optional.of(reader.modelId()) : defaultModel;
        Optional<ReadyVersion> version = name.filter(any -> eventTime > 0)
                .flatMap(models.snapshot()::named)
                .filter(model -> models.learning(model.timeline().modelId())
                        .filter(Learning::on)
                        .isPresent())
                .flatMap(model -> version(model, eventTime));
        if (version.isEmpty()) {
            return Optional.empty();
        }
        float[] row = new float[version.get().packed().inputs()];
        boolean usable = reader.row(version.get(), row, 0).isEmpty()
                && version.get().packed().firstUnusable(row, 0) < 0;
        return usable
                ? Optional.of(new LabelReading(
                        version.get().served().key().modelId().value(),
                        new String(reader.sensor(), UTF_8),
                        eventTime,
                        position,
                        row,
                        reader.label()))
                : Optional.empty();
    }

    /** Returns the champion of the time, or that of now if it is not in memory: all versions have the same features. */
    private static Optional<ReadyVersion> version(ServedModel model, long eventTime) {
        return model.championAt(eventTime, OnDemand.NONE).or(() -> model.championAt(Long.MAX_VALUE, OnDemand.NONE));
    }
}
