package io.elmstream.app;

import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The producer of a thread under exactly-once, whose one transaction is that of all its tasks. Kafka Streams 4.3.1 ends
 * it for some of them in two places; there the thread fails instead, and another goes on from the last commit.
 *
 * <ul>
 *   <li>A commit that times out: Kafka Streams calls the tasks corrupted, and then commits "the others". Where there
 *       are none it ends the same transaction without any offsets, so that its predictions count and its readings are
 *       read once more.
 *   <li>An abort on behalf of one task, while a rebalance keeps the others from being committed first: they would go
 *       on after readings whose predictions are gone.
 * </ul>
 */
final class WholeTransactions extends ForwardingProducer {

    private @Nullable String end;

    WholeTransactions(Producer<byte[], byte[]> producer) {
        super(producer);
    }

    @Override
    public void beginTransaction() {
        requireNoEnd();
        super.beginTransaction();
    }

    /** After a commit that timed out Kafka's own producer refuses a record too, but only when it has taken it. */
    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        requireNoEnd();
        return super.send(record, callback);
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        inTime(() -> super.sendOffsetsToTransaction(offsets, group));
    }

    @Override
    public void commitTransaction() {
        inTime(super::commitTransaction);
    }

    /** A time-out stays one: Kafka Streams leaves the abort to the brokers then. */
    @Override
    public void abortTransaction() {
        end = "its transaction was aborted, with what any task of the thread had written";
        super.abortTransaction();
    }

    private void inTime(Runnable step) {
        try {
            step.run();
        } catch (TimeoutException e) {
            end = "its transaction could not be committed in time";
            throw new KafkaException("a transaction could not be committed in time: " + e.getMessage(), e);
        }
    }

    private void requireNoEnd() {
        if (end != null) {
            throw new KafkaException(
                    "this producer is used no more: " + end + "; another thread goes on from the last commit");
        }
    }
}
