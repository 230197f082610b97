package io.elmstream.topology.inference;

import io.elmstream.alert.Position;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.Topics;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.Prediction;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;

/**
 * Records which reading a record was made from when a broker rejects it. In every case the whole thread fails, never a
 * single task: all tasks of a thread share one producer and one error, and the task that receives the error is not
 * necessarily the one whose record was lost.
 */
public final class RefusalHandler implements ProductionExceptionHandler {

    /** The property with the {@link RefusedReadings} to update. */
    public static final String REFUSED = "elmstream.refused.readings";
    /** The property with the {@link Topics}. */
    public static final String TOPICS = "elmstream.topics";

    /** The producer's message for a record that failed only because it shared a batch with a rejected one. */
    private static final String NEIGHBOUR = "part of a batch";

    private final RecordReader<Prediction> predictions = RecordReader.ofPredictions();
    private final RecordReader<Alert> alerts = RecordReader.ofAlerts();
    private RefusedReadings refused = new RefusedReadings();
    private Topics topics = Topics.standard();

    @Override
    public void configure(Map<String, ?> settings) {
        refused = Objects.requireNonNull((RefusedReadings) settings.get(REFUSED), REFUSED);
        topics = Objects.requireNonNull((Topics) settings.get(TOPICS), TOPICS);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception failure) {
        if (isNeighbour(failure)) {
            // the rejected record follows, and fails the thread before anything is committed
            return Response.resume();
        }
        if (isRefusal(failure)) {
            // the context is that of the record being processed, which is another one
            reading(record)
                    .ifPresent(reading -> refused.refused(
                            reading, record.topic(), String.valueOf(failure.getMessage()), Thread.currentThread()));
        }
        return Response.fail();
    }

    private static boolean isNeighbour(Exception failure) {
        return failure.getClass() == KafkaException.class
                && String.valueOf(failure.getMessage()).contains(NEIGHBOUR);
    }

    /** Returns whether a broker, or the producer itself, rejected this very record. */
    private static boolean isRefusal(Exception failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidTimestampException
                || failure instanceof InvalidRecordException;
    }

    /** Returns the reading that a record was made from; empty for a changelog record. */
    private Optional<Position> reading(ProducerRecord<byte[], byte[]> record) {
        try {
            if (record.topic().equals(topics.deadLetters())) {
                return Optional.of(DeadLetterHeaders.of(record.headers()).position());
            }
            if (record.topic().equals(topics.alerts())) {
                Alert alert = alerts.read(record.value());
                return Optional.of(
                        new Position(alert.getSourceTopic(), alert.getSourcePartition(), alert.getSourceOffset()));
            }
            if (record.topic().equals(topics.predictions()) || record.topic().equals(topics.shadowPredictions())) {
                Prediction prediction = predictions.read(record.value());
                return Optional.of(new Position(
                        prediction.getSourceTopic(), prediction.getSourcePartition(), prediction.getSourceOffset()));
            }
            return Optional.empty();
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            throw new IllegalStateException("a record of our own on " + record.topic() + " cannot be read", e);
        }
    }
}
