package io.elmstream.topology;

import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * What is kept of a reading while its row waits.
 *
 * @param record as it came
 * @param origin where it came from
 * @param eventTime in epoch milliseconds
 */
record WaitingReading(Record<byte[], byte[]> record, RecordMetadata origin, long eventTime) {}
