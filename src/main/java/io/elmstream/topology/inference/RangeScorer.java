package io.elmstream.topology.inference;

import io.elmstream.batch.MicroBatch;
import io.elmstream.batch.Rejection;
import io.elmstream.batch.Rows;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.model.ModelId;
import io.elmstream.readings.RangeCompletion;
import io.elmstream.readings.TopicReaders;
import io.elmstream.serving.GroupScorer;
import io.elmstream.serving.LateVersions;
import io.elmstream.serving.ModelIndex;
import io.elmstream.serving.ReadyVersion;
import io.elmstream.serving.Rounding;
import io.elmstream.topology.ReadingTimestamp;
import io.elmstream.wire.ScoredReading;
import io.elmstream.wire.ValueEncoder;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Scores readings outside of a stream with the code of the stream: they are decoded, matched with the version in force
 * at their event time, scored in micro-batches and encoded as {@link BatchAndPredict} does. Not thread-safe.
 */
public final class RangeScorer {

    private static final int BATCH = 256;
    private static final String TASK = "predict";
    private static final Optional<Rejection> MISSING = Optional.of(Rejection.NOT_LOADED);

    /** Receives the outcomes. */
    public interface Outcomes {

        /**
         * Receives a prediction; they come in the order of their readings.
         *
         * @param reading the position of its reading
         * @param prediction with the key, the timestamp and the headers of the reading
         */
        void predicted(RecordMetadata reading, Record<byte[], byte[]> prediction);

        /**
         * Receives a reading that cannot be scored.
         *
         * @param reading its position
         * @param detail in words; may be empty
         */
        void rejected(RecordMetadata reading, Rejection reason, String detail);
    }

    /** Where a reading is. */
    private record Position(String topic, int partition, long offset) implements RecordMetadata {}

    private final GroupScorer scorer;
    private final ModelIndex models;
    private final Intake intake;
    private final RangeCompletion completion;
    private final LateVersions late;
    private final Outcomes outcomes;
    private final OutputHeaders headers;
    private final ScoredReading scored;
    private final MicroBatch<ReadyVersion, WaitingReading> batch = new MicroBatch<>();

    /**
     * Creates a scorer.
     *
     * @param rounding of the stream, so that the predictions are the same
     * @param models knows all versions already
     * @param completion knows what earlier scorers of the range have read
     * @param headers of the topic of the predictions
     * @param defaultModel scores the readings that name no model
     */
    public RangeScorer(
            ForwardPass pass,
            Rounding rounding,
            ModelIndex models,
            TopicReaders readers,
            RangeCompletion completion,
            Optional<ModelId> defaultModel,
            ValueEncoder<ScoredReading> encoder,
            OutputHeaders headers,
            Outcomes outcomes) {
        this.scorer = GroupScorer.withoutCache(pass, rounding);
        this.models = models;
        this.intake = new Intake(readers, defaultModel);
        this.completion = completion;
        this.late = models.late();
        this.outcomes = outcomes;
        this.headers = headers;
        this.scored = new ScoredReading(TASK, encoder);
    }

    /** Returns whether the readings of a topic need the records before them. */
    public boolean learns(String topic) {
        return completion.isNeeded(topic);
    }

    /** Returns the offset behind the latest record of a partition that was taken or learned; 0 if there was none. */
    public long learned(TopicPartition partition) {
        return completion.next(partition);
    }

    /** Takes a record that is not scored, but may say what later ones mean. */
    public void learn(ConsumerRecord<byte[], byte[]> record) {
        completion.take(record);
    }

    /**
     * Takes a reading; its outcome may come with a later one, or with {@link #flush}.
     *
     * @throws IllegalStateException if a version that it needs cannot be loaded at present
     */
    public void take(ConsumerRecord<byte[], byte[]> reading) {
        completion.take(reading).ifPresent(this::score);
    }

    private void score(ConsumerRecord<byte[], byte[]> reading) {
        Record<byte[], byte[]> record =
                new Record<>(reading.key(), reading.value(), ReadingTimestamp.of(reading), reading.headers());
        Position position = new Position(reading.topic(), reading.partition(), reading.offset());
        Optional<Rejection> rejection = intake.take(record, position, models.snapshot(), late, batch);
        if (rejection.equals(MISSING)) {
            // the versions that the batch holds may take the memory that this one needs
            flush();
            rejection = intake.take(record, position, models.snapshot(), late, batch);
        }
        if (rejection.equals(MISSING)) {
            throw new IllegalStateException(intake.detail());
        }
        rejection.ifPresent(reason -> outcomes.rejected(position, reason, intake.detail()));
        intake.rejected().forEach(some -> outcomes.rejected(position, some.reason(), some.inWords()));
        // what was in memory before does not count, so that another run has the same batches
        if (batch.size() >= BATCH || late.isFull()) {
            flush();
        }
    }

    /** Scores the readings that wait. */
    public void flush() {
        batch.drain(scorer::score, this::leave, (reading, rows, row) -> {});
        late.clear();
    }

    private void leave(WaitingReading reading, Rows<ReadyVersion> rows, int row) {
        RecordMetadata origin = reading.origin();
        int classes = rows.model().packed().classes();
        scored.batch(rows.sequence(origin.offset()), rows.readings());
        scored.source(origin.topic(), origin.partition(), origin.offset(), Math.max(0, reading.index()));
        scored.scored(
                reading.sensor(),
                reading.eventTime(),
                rows.model().served(),
                rows.scores(classes),
                row * classes,
                rows.verified()[row]);
        scored.features(rows.values(), row * rows.width());
        if (scored.failed()) {
            outcomes.rejected(origin, Rejection.SCORING_FAILED, "");
        } else {
            outcomes.predicted(origin, headers.ofPrediction(scored, reading.output(scored.encoded())));
        }
    }
}
