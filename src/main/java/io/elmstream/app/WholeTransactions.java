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
 * The producer of a thread under exactly-once, which has one transaction for all of its tasks. In two places Kafka
 * Streams 4.3.1 ends that transaction on behalf of some of the tasks; there the thread fails instead, and its
 * replacement resumes from the last commit.
 *
 * <ul>
 *   <li>A commit that times out: Kafka Streams marks the tasks as corrupted and then commits "the others". If there are
 *       no others, it commits the same transaction without offsets, so that its predictions count and its readings are
 *       read again.
 *   <li>An abort on behalf of one task, while a rebalance prevents the others from being committed first: they would
 *       continue after readings whose predictions have been aborted.
 * </ul>
 */
final class WholeTransactions extends ForwardingProducer {

    private boolean undecided;
    private boolean aborted;

    WholeTransactions(Producer<byte[], byte[]> producer) {
        super(producer);
    }

    /**
     * Rejects records after a commit that timed out: nothing may be added to the transaction. Kafka's own producer
     * rejects them too, but only after having added them.
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

    /** Keeps a timeout a timeout: Kafka Streams then leaves the abort to the brokers. */
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
