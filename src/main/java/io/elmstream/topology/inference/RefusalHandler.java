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
 * Hears what brokers refuse, and remembers which reading it was of. The thread fails in every case, never a task alone:
 * all tasks of a thread share one producer and one error, and the task that is told of it need not be the one whose
 * record was lost.
 */
public final class RefusalHandler implements ProductionExceptionHandler {

    /** The property with the {@link RefusedReadings} to tell. */
    public static final String REFUSED = "elmstream.refused.readings";
    /** The property with the {@link Topics}. */
    public static final String TOPICS = "elmstream.topics";

    /** How the producer words the failure of a record that did nothing but share a batch with one that was refused. */
    private static final String NEIGHBOUR = "part of a batch";

    private final RecordReader<Prediction> predictions = RecordReader.of(Prediction.getClassSchema());
    private final RecordReader<Alert> alerts = RecordReader.of(Alert.getClassSchema());
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
            // the one that was refused follows, and fails the thread before anything is committed
            return Response.resume();
        }
        if (isRefusal(failure)) {
            // the context is that of the record in hand now, which is another one
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

    /** Whether it is this very record that a broker, or the producer itself, does not take. */
    private static boolean isRefusal(Exception failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidTimestampException
                || failure instanceof InvalidRecordException;
    }

    /** Which reading a record is of; nothing for one of a changelog. */
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
