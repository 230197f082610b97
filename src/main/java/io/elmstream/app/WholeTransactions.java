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
 *   <li>An abort on behalf of one task, while a rebalance keeps the others from being committed first: they would go on
 *       after readings whose predictions are gone.
 * </ul>
 */
final class WholeTransactions extends ForwardingProducer {

    private boolean undecided;
    private boolean aborted;

    WholeTransactions(Producer<byte[], byte[]> producer) {
        super(producer);
    }

    /**
     * After a commit that timed out nothing may be added to what it commits. Kafka's own producer refuses a record then
     * too, but only when it has taken it.
     */
    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        if (undecided) {
            throw new KafkaException("a transaction could not be committed in time, and nothing may be added to it");
        }
        return super.send(record, callback);
    }

    @Override
    public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        whole(() -> super.sendOffsetsToTransaction(offsets, group));
    }

    @Override
    public void commitTransaction() {
        whole(super::commitTransaction);
    }

    /** A time-out stays one: Kafka Streams leaves the abort to the brokers then. */
    @Override
    public void abortTransaction() {
        aborted = true;
        super.abortTransaction();
    }

    private void whole(Runnable step) {
        if (aborted) {
            throw new AbortedTransactionException();
        }
        try {
            step.run();
        } catch (TimeoutException e) {
            undecided = true;
            throw new KafkaException("a transaction could not be committed in time: " + e.getMessage(), e);
        }
    }
}
