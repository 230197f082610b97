package io.elmstream.app;

import io.elmstream.client.PartitionOffsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the readings that retention deleted before they were read. Kafka's consumer silently continues at the earliest
 * retained reading. The loss is visible as a gap between the expected offset and the received one: the part of the gap
 * below the beginning of the partition is lost; the rest are transaction markers. While a task waits, what is deleted
 * below its next offset is lost as well.
 *
 * <p>Stream threads report what they read; one other thread counts.
 */
final class LostReadings {

    private static final Logger LOG = LoggerFactory.getLogger(LostReadings.class);

    /**
     * The maximum number of fetches that wait to be counted, far more than those of a second; gaps beyond it are not
     * counted.
     */
    private static final int MAX_GAPS = 10_000;

    private record Gap(TopicPartition partition, long from, long to) {}

    private final Predicate<String> isInput;
    private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();
    private final BlockingQueue<Gap> gaps = new LinkedBlockingQueue<>(MAX_GAPS);
    private final Map<TopicPartition, Long> stood = new HashMap<>();
    private final Map<TopicPartition, Long> counted = new HashMap<>();
    private final AtomicLong lost = new AtomicLong();

    /** @param isInput whether a topic has readings */
    LostReadings(Predicate<String> isInput) {
        this.isInput = isInput;
    }

    /** Sets the group's positions at the start of the instance. */
    void begin(Map<TopicPartition, PartitionOffsets> offsets) {
        offsets.forEach((partition, found) -> found.committed().ifPresent(committed -> next.put(partition, committed)));
    }

    /** Records what a stream thread has fetched. */
    void read(ConsumerRecords<?, ?> records) {
        for (TopicPartition partition : records.partitions()) {
            if (isInput.test(partition.topic())) {
                List<? extends ConsumerRecord<?, ?>> fetched = records.records(partition);
                long first = fetched.get(0).offset();
                Long expected = next.get(partition);
                if (expected != null && first > expected) {
                    gaps.offer(new Gap(partition, expected, first));
                }
                next.put(partition, fetched.get(fetched.size() - 1).offset() + 1);
            }
        }
    }

    /**
     * Counts the gaps since the last call.
     *
     * @param owned the partitions of this instance; what others read of the rest is not known here
     * @param offsets offsets of all partitions
     */
    void count(Set<TopicPartition> owned, Map<TopicPartition, PartitionOffsets> offsets) {
        for (Gap gap = gaps.poll(); gap != null; gap = gaps.poll()) {
            PartitionOffsets found = offsets.get(gap.partition());
            if (found != null) {
                lose(gap.partition(), gap.from(), Math.min(gap.to(), found.beginning()));
            }
        }
        stood.keySet().retainAll(owned);
        offsets.forEach((partition, found) -> {
            if (found.end() < counted.getOrDefault(partition, 0L)) {
                // the topic has been recreated
                counted.remove(partition);
            }
            if (owned.contains(partition) && found.committed().isPresent()) {
                long committed = found.committed().getAsLong();
                Long before = stood.put(partition, committed);
                if (before != null && before == committed) {
                    lose(partition, committed, found.beginning());
                }
            }
        });
        // another instance continues from there
        next.keySet()
                .removeIf(partition -> !owned.contains(partition)
                        && offsets.containsKey(partition)
                        && offsets.get(partition).committed().orElse(-1) != next.getOrDefault(partition, -1L));
    }

    /** Counts the readings between two offsets, once. */
    private void lose(TopicPartition partition, long from, long to) {
        long begin = Math.max(from, counted.getOrDefault(partition, from));
        if (to > begin) {
            counted.put(partition, to);
            lost.addAndGet(to - begin);
            LOG.error(
                    "{}: {} readings from offset {} on were deleted by retention before they were read. Increase the"
                            + " retention of the topic, or score faster",
                    partition,
                    to - begin,
                    begin);
        }
    }

    /** Returns the number of readings lost since the instance started. */
    long total() {
        return lost.get();
    }
}
