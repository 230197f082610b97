package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.batch.MicroBatch;
import io.elmstream.batch.Rejection;
import io.elmstream.batch.Rows;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.readings.RangeCompletion;
import io.elmstream.readings.TopicReaders;
import io.elmstream.serving.GroupScorer;
import io.elmstream.serving.LateVersions;
import io.elmstream.serving.ModelIndex;
import io.elmstream.serving.ReadyVersion;
import io.elmstream.serving.Rounding;
import io.elmstream.topology.ReadingTimestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Finds out what the stream makes of one reading, with its code: the row, the version that scores it, and the rule set
 * that judges it, as far as they are in force at its event time. Not thread-safe.
 */
public final class ReadingLookup {

    private static final Optional<Rejection> NOT_LOADED = Optional.of(Rejection.NOT_LOADED);

    /** What becomes of a reading. */
    public sealed interface Outcome {}

    /**
     * It is scored.
     *
     * @param sensor its sensor id
     * @param eventTime in epoch milliseconds
     * @param version scores it
     * @param ruleSet version of the rule set that judges it; 0 if none does
     * @param row its features in the order of the version, as they are scored
     */
    public record Scored(String sensor, long eventTime, VersionKey version, int ruleSet, float[] row)
            implements Outcome {}

    /**
     * It becomes a dead letter.
     *
     * @param detail the reason in words
     */
    public record Rejected(Rejection reason, String detail) implements Outcome {}

    /**
     * There is no such reading.
     *
     * @param readings number of readings that the record has
     */
    public record Absent(int readings) implements Outcome {}

    /** Where a record is. */
    private record Origin(String topic, int partition, long offset) implements RecordMetadata {}

    /** A reading in its group. */
    private record Taken(WaitingReading reading, VersionKey version, float[] row) {}

    private final GroupScorer scorer;
    private final ModelIndex models;
    private final TopicReaders readers;
    private final RangeCompletion completion;
    private final Intake intake;
    private final MicroBatch<ReadyVersion, WaitingReading> batch = new MicroBatch<>();

    /**
     * Creates a lookup.
     *
     * @param rounding of the stream
     * @param models knows all versions, rule sets and timelines already
     * @param completion knows the records before the reading, if it needs them
     * @param defaultModel scores the readings that name no model
     */
    public ReadingLookup(
            ForwardPass pass,
            Rounding rounding,
            ModelIndex models,
            TopicReaders readers,
            RangeCompletion completion,
            Optional<ModelId> defaultModel) {
        this.scorer = GroupScorer.withoutCache(pass, rounding);
        this.models = models;
        this.readers = readers;
        this.completion = completion;
        this.intake = new Intake(readers, defaultModel);
    }

    /**
     * Looks a reading up.
     *
     * @param index in its record, from 0
     * @throws IllegalStateException if its version cannot be loaded at present
     */
    public Outcome find(ConsumerRecord<byte[], byte[]> record, int index) {
        Optional<ConsumerRecord<byte[], byte[]>> complete = completion.take(record);
        if (complete.isEmpty()) {
            return new Absent(0);
        }
        Optional<Rejection> rejection = take(complete.get());
        if (rejection.isPresent()) {
            return new Rejected(rejection.get(), intake.detail());
        }
        List<Taken> taken = new ArrayList<>();
        batch.drain(
                scorer::score,
                (reading, rows, row) -> taken.add(taken(reading, rows, row)),
                (reading, rows, row) -> {});
        for (Taken each : taken) {
            if (Math.max(0, each.reading().index()) == index) {
                return scored(each);
            }
        }
        return intake.rejected().stream()
                .filter(some -> some.readings().get(index))
                .findFirst()
                .<Outcome>map(some -> new Rejected(some.reason(), some.detail()))
                .orElseGet(() -> new Absent(readers.of(record.topic()).count()));
    }

    private Optional<Rejection> take(ConsumerRecord<byte[], byte[]> reading) {
        Record<byte[], byte[]> record =
                new Record<>(reading.key(), reading.value(), ReadingTimestamp.of(reading), reading.headers());
        Origin origin = new Origin(reading.topic(), reading.partition(), reading.offset());
        LateVersions late = models.late();
        Optional<Rejection> rejection = intake.take(record, origin, models.snapshot(), late, batch);
        if (rejection.equals(NOT_LOADED)) {
            rejection = intake.take(record, origin, models.snapshot(), late, batch);
        }
        if (rejection.equals(NOT_LOADED)) {
            throw new IllegalStateException(intake.detail());
        }
        return rejection;
    }

    private static Taken taken(WaitingReading reading, Rows<ReadyVersion> rows, int row) {
        int start = row * rows.width();
        return new Taken(
                reading, rows.model().served().key(), Arrays.copyOfRange(rows.values(), start, start + rows.width()));
    }

    private Scored scored(Taken found) {
        WaitingReading reading = found.reading();
        int ruleSet = models.snapshot()
                .rules(found.version().modelId())
                .map(sets ->
                        sets.at(reading.eventTime(), reading.sensor()).rules().version())
                .orElse(0);
        return new Scored(
                new String(reading.sensor(), UTF_8), reading.eventTime(), found.version(), ruleSet, found.row());
    }
}
