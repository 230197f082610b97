package io.elmstream.topology.inference;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Consecutive readings of one partition that Kafka Streams processes as one record, since most of its cost is per
 * record. The record has the offset, the leader epoch and the timestamp of the first reading, so that a commit before
 * it is processed names the first reading. After it, Kafka Streams commits the offset of the next record in its queue,
 * or the consumer's position; as that is more than one beyond the offset of the bundle, as behind a marker of a
 * transaction, it commits once more when there is nothing left to read.
 *
 * <p>The bundle takes the place of the record's headers, since a consumer's record has no other part that can hold an
 * object. A {@link BundleDeserializer} makes it the record's value, and {@link UnpackBundles} takes it apart.
 */
public final class ReadingBundle extends RecordHeaders {

    private final List<ConsumerRecord<byte[], byte[]>> readings;
    private int next;

    private ReadingBundle(List<ConsumerRecord<byte[], byte[]>> readings) {
        this.readings = readings;
    }

    /**
     * Returns the records that stand for readings of one partition.
     *
     * @param readings in the order of their offsets
     * @param size of a bundle in readings, 1 or more; a reading that would be alone is returned as it is
     */
    public static List<ConsumerRecord<byte[], byte[]>> of(List<ConsumerRecord<byte[], byte[]>> readings, int size) {
        List<ConsumerRecord<byte[], byte[]>> bundles = new ArrayList<>();
        for (int start = 0; start < readings.size(); start += size) {
            List<ConsumerRecord<byte[], byte[]>> together =
                    readings.subList(start, Math.min(readings.size(), start + size));
            bundles.add(together.size() == 1 ? together.get(0) : bundle(together));
        }
        return bundles;
    }

    private static ConsumerRecord<byte[], byte[]> bundle(List<ConsumerRecord<byte[], byte[]>> readings) {
        ConsumerRecord<byte[], byte[]> first = readings.get(0);
        return new ConsumerRecord<>(
                first.topic(),
                first.partition(),
                first.offset(),
                first.timestamp(),
                first.timestampType(),
                first.serializedKeySize(),
                first.serializedValueSize(),
                first.key(),
                first.value(),
                new ReadingBundle(readings),
                first.leaderEpoch());
    }

    boolean isEmpty() {
        return next == readings.size();
    }

    /** Returns the first reading that was not removed. */
    ConsumerRecord<byte[], byte[]> first() {
        return readings.get(next);
    }

    /** Removes the first reading, which was processed. If the record is offered again, it is not part of it. */
    void removeFirst() {
        next++;
    }
}
