package io.elmstream.readings;

import io.elmstream.readings.sparkplug.Completion.Data;
import io.elmstream.readings.sparkplug.Completion.NoReading;
import io.elmstream.readings.sparkplug.Completion.Outcome;
import io.elmstream.readings.sparkplug.MemoryNodeStates;
import io.elmstream.readings.sparkplug.SequenceNumbers.Gaps;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Completes records outside of a stream as a stream does, each partition by itself. It knows what it was given: records
 * of the partition before those, such as births, have to be given first. Not thread-safe.
 */
public final class RangeCompletion {

    private final Mappings mappings;
    private final Map<TopicPartition, Partition> partitions = new HashMap<>();

    /** What is known of a partition. */
    private static final class Partition {

        private final RecordCompletion completion;
        private long next;

        private Partition(Mappings mappings) {
            completion = new RecordCompletion(mappings, new MemoryNodeStates(), Gaps.IGNORED);
        }
    }

    /** @param mappings of the input topics */
    public RangeCompletion(Mappings mappings) {
        this.mappings = mappings;
    }

    /** Returns whether the records of a topic need those before them. */
    public boolean isNeeded(String topic) {
        return mappings.reading(topic).mqtt().isPresent();
    }

    /** Returns the offset behind the latest record of a partition; 0 if it was given none. */
    public long next(TopicPartition partition) {
        Partition known = partitions.get(partition);
        return known == null ? 0 : known.next;
    }

    /**
     * Takes the next record of a partition.
     *
     * @return the record as a reader can read it; empty if it is no reading
     */
    public Optional<ConsumerRecord<byte[], byte[]>> take(ConsumerRecord<byte[], byte[]> record) {
        if (!isNeeded(record.topic())) {
            return Optional.of(record);
        }
        Partition partition = partitions.computeIfAbsent(
                new TopicPartition(record.topic(), record.partition()), first -> new Partition(mappings));
        partition.next = record.offset() + 1;
        Outcome outcome = partition.completion.take(record.topic(), record.key(), record.value(), record.headers());
        return outcome instanceof NoReading ? Optional.empty() : Optional.of(with(record, (Data) outcome));
    }

    private static ConsumerRecord<byte[], byte[]> with(ConsumerRecord<byte[], byte[]> record, Data data) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                record.key(),
                data.value(),
                record.headers(),
                record.leaderEpoch());
    }
}
