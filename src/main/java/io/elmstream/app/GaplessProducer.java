package io.elmstream.app;

import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The producer of a thread under at-least-once. After a record that could not be sent, it rejects further records and
 * fails the flush before a commit: the thread fails, and its replacement resumes from the last commit. Kafka Streams
 * 4.3.1 keeps one send error for all tasks of a thread and clears it when it closes any of them, so the task whose
 * record is missing could commit its offset; and a task that is being closed sends its pending records, so later
 * predictions of a sensor could be sent before the missing one.
 */
final class GaplessProducer extends ForwardingProducer {

    private volatile @Nullable KafkaException missing;

    GaplessProducer(Producer<byte[], byte[]> producer) {
        super(producer);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        requireNoGap();
        return super.send(record, (metadata, failure) -> {
            if (failure != null && missing == null) {
                missing = new KafkaException("no record to " + record.topic() + ": " + failure.getMessage(), failure);
            }
            if (callback != null) {
                callback.onCompletion(metadata, failure);
            }
        });
    }

    @Override
    public void flush() {
        super.flush();
        requireNoGap();
    }

    /**
     * Throws if a record is missing. The failure itself must not be the direct cause, because after some causes Kafka
     * Streams would continue with this producer.
     */
    private void requireNoGap() {
        KafkaException gap = missing;
        if (gap != null) {
            throw new KafkaException(
                    "this producer is no longer usable: a record could not be sent; another thread resumes from the"
                            + " last commit",
                    gap);
        }
    }
}
