package io.elmstream.bench;

import io.elmstream.alert.Position;
import io.elmstream.rollout.Timeline;
import io.elmstream.testing.OutcomeAudit;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Holds the predictions of a stream against its readings, and against the timeline as it was in the end. */
final class SwapAudit implements SteadyStream.Observer {

    private record Chosen(long eventTime, long revision) {}

    private final OutcomeAudit outcomes;
    private final Consumer<Prediction> observer;
    private final RecordReader<Prediction> reader = RecordReader.ofPredictions();
    private final List<Chosen> chosen = new ArrayList<>();

    /** @param observer hears of every prediction, in the order of its partition */
    SwapAudit(List<String> labels, Consumer<Prediction> observer) {
        this.outcomes = new OutcomeAudit(labels);
        this.observer = observer;
    }

    @Override
    public void sent(RecordMetadata reading) {
        outcomes.sent(new Position(reading.topic(), reading.partition(), reading.offset()), Optional.empty());
    }

    @Override
    public synchronized void received(ConsumerRecord<byte[], byte[]> outcome) {
        try {
            Prediction prediction = reader.read(outcome.value());
            chosen.add(new Chosen(prediction.getEventTime().toEpochMilli(), prediction.getRevision()));
            outcomes.predicted(prediction);
            observer.accept(prediction);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("a prediction cannot be read: " + e.getMessage(), e);
        }
    }

    OutcomeAudit.Report report() {
        return outcomes.report();
    }

    /**
     * The predictions by another revision than the one that the whole timeline gives their event time: an instance that
     * made one had not heard of a step yet.
     */
    synchronized long stale(Timeline timeline) {
        return chosen.stream()
                .filter(each -> timeline.stepAt(each.eventTime()).orElseThrow().revision() != each.revision())
                .count();
    }
}
