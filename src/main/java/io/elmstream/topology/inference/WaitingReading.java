package io.elmstream.topology.inference;

import io.elmstream.batch.Rows;
import io.elmstream.serving.ReadyChoice.Beside;
import io.elmstream.serving.ReadyVersion;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * What is kept of a reading while it waits to be scored, beside its row.
 *
 * @param eventTime in epoch milliseconds
 * @param actual the index of the true class, as {@link io.elmstream.wire.ServedVersion#indexOf} gives it
 * @param comparison what it is to be compared with; empty outside a challenger's share
 */
record WaitingReading(
        Record<byte[], byte[]> record,
        RecordMetadata origin,
        long eventTime,
        int actual,
        Optional<Comparing> comparison) {

    /**
     * The reading as another version scores it.
     *
     * @param beside the other version
     * @param label the true class, where the reading carries it
     * @param rows the group of the other version
     * @param row the reading's place in it
     */
    record Comparing(Beside beside, Optional<String> label, Rows<ReadyVersion> rows, int row) {}
}
