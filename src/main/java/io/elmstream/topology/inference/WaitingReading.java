package io.elmstream.topology.inference;

import io.elmstream.serving.ComparedRow;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The data of a reading that waits to be scored, except its row.
 *
 * @param eventTime in epoch milliseconds
 * @param actual the index of the true class, as returned by {@link io.elmstream.wire.ServedVersion#indexOf}
 * @param comparison the comparison with another version; empty outside a challenger's share
 */
record WaitingReading(
        Record<byte[], byte[]> record,
        RecordMetadata origin,
        long eventTime,
        int actual,
        Optional<ComparedRow> comparison) {}
