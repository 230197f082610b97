package io.elmstream.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Extracts a record's timestamp, or 0 if it is negative: Kafka Streams silently drops records with negative timestamps,
 * while here they become dead letters.
 */
public final class ReadingTimestamp implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return of(record);
    }

    /** Returns the timestamp of a reading, in epoch milliseconds. */
    public static long of(ConsumerRecord<?, ?> record) {
        return Math.max(0, record.timestamp());
    }
}
