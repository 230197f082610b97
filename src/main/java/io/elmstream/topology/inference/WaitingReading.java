package io.elmstream.topology.inference;

import io.elmstream.serving.ComparedRow;
import io.elmstream.tracing.TracedReading;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The data of a reading that waits to be scored, except its row.
 *
 * @param index of the reading in its record, from 0; {@link #ALONE} if a record is one reading
 * @param sensor the sensor id in UTF-8
 * @param eventTime in epoch milliseconds
 * @param actual the index of the true class, as returned by {@link io.elmstream.wire.ServedVersion#indexOf}
 * @param comparison the comparison with another version; empty outside a challenger's share
 */
record WaitingReading(
        Record<byte[], byte[]> record,
        RecordMetadata origin,
        int index,
        byte[] sensor,
        long eventTime,
        int actual,
        Optional<ComparedRow> comparison)
        implements TracedReading {

    /** The index of a reading that is a record of its own. */
    static final int ALONE = -1;

    @Override
    public String topic() {
        return origin.topic();
    }

    @Override
    public Headers headers() {
        return record.headers();
    }

    /** Returns whether its record may have other readings. */
    boolean isInPack() {
        return index != ALONE;
    }

    /** Returns the record of an output: keyed by the sensor, with the reading's timestamp and headers. */
    <V> Record<byte[], V> output(V value) {
        return OwnHeaders.ofPrediction(new Record<>(sensor, value, record.timestamp(), record.headers()));
    }
}
