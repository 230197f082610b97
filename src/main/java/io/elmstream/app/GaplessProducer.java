package io.elmstream.app;

import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The producer of a thread under at-least-once. After a record that could not be sent it takes no other, and lets no
 * commit through its flush: the thread fails, and another goes on from the last commit. Kafka Streams 4.3.1 keeps one
 * send error for all tasks of a thread and forgets it when it closes any of them, so that the task whose record is
 * missing may commit its offset; and a task that is closed sends what it still holds, so that later predictions of a
 * sensor may leave before the missing one.
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

    /** The failure itself is no direct cause: of some Kafka Streams would go on with this producer. */
    private void requireNoGap() {
        KafkaException gap = missing;
        if (gap != null) {
            throw new KafkaException(
                    "this producer is used no more: a record could not be sent; another thread goes on from the last"
                            + " commit",
                    gap);
        }
    }
}
