package io.elmstream.topology.inference;

import io.elmstream.batch.Rejection;
import java.util.BitSet;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Readings of one record that cannot be scored for one reason; they share a dead letter.
 *
 * @param detail the reason of the first in words
 * @param readings their indices, from 0
 */
record RejectedReadings(
        Record<byte[], byte[]> record, RecordMetadata origin, Rejection reason, String detail, BitSet readings) {

    /** Returns a single reading of a record with others. */
    static RejectedReadings of(WaitingReading reading, Rejection reason, String detail) {
        BitSet index = new BitSet();
        index.set(reading.index());
        return new RejectedReadings(reading.record(), reading.origin(), reason, detail, index);
    }

    /** Returns the reason in words, with the first reading that it is about, and the number of others. */
    String inWords() {
        int others = readings.cardinality() - 1;
        String first = "reading " + readings.nextSetBit(0) + ": " + (detail.isEmpty() ? reason.explanation() : detail);
        return others == 0 ? first : first + "; and " + others + " more of its readings";
    }
}
