package io.elmstream.app;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A producer whose commits that time out fail the thread. Kafka Streams 4.3.1 calls the tasks corrupted instead, and then commits
 * "the others": where there are none it ends the same transaction without any offsets, so that its predictions count and its
 * readings are read once more.
 */
final class WholeTransactions extends KafkaProducer<byte[], byte[]> {

    WholeTransactions(Map<String, Object> config) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        whole(() -> super.sendOffsetsToTransaction(offsets, group));
    }

    @Override
    public void commitTransaction() {
        whole(super::commitTransaction);
    }

    private static void whole(Runnable step) {
        try {
            step.run();
        } catch (TimeoutException e) {
            throw new KafkaException("a transaction could not be committed in time: " + e.getMessage(), e);
        }
    }
}
