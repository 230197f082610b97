package io.elmstream.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Assigns the timestamp 0 (1970) to records without a timestamp, which brokers accept. For global stores, Kafka Streams
 * does not call a timestamp extractor on restore: a negative timestamp would end the thread that reads the models
 * topic, at each start again.
 */
public final class ModelTimestamps implements ConsumerInterceptor<byte[], byte[]> {

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> all = new HashMap<>();
        records.partitions()
                .forEach(partition -> all.put(
                        partition,
                        records.records(partition).stream()
                                .map(ModelTimestamps::timed)
                                .toList()));
        return new ConsumerRecords<>(all, records.nextOffsets());
    }

    private static ConsumerRecord<byte[], byte[]> timed(ConsumerRecord<byte[], byte[]> record) {
        return record.timestamp() >= 0
                ? record
                : new ConsumerRecord<>(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        0,
                        record.timestampType(),
                        record.serializedKeySize(),
                        record.serializedValueSize(),
                        record.key(),
                        record.value(),
                        record.headers(),
                        record.leaderEpoch());
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> settings) {}
}
