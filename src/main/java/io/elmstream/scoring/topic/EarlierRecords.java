package io.elmstream.scoring.topic;

import io.elmstream.topology.inference.RangeScorer;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** The records of a partition before those that are scored, which may say what these mean. */
final class EarlierRecords {

    private EarlierRecords() {}

    /**
     * Lets a scorer learn what is before an offset, if it needs that and does not know it yet. The consumer is assigned
     * to the partition afterwards, at any position.
     *
     * @param end the first offset that is scored
     */
    static void learn(Consumer<byte[], byte[]> consumer, TopicPartition partition, long end, RangeScorer scorer) {
        if (!scorer.learns(partition.topic())) {
            return;
        }
        consumer.assign(List.of(partition));
        long first = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        consumer.seek(partition, Math.max(first, scorer.learned(partition)));
        long heard = System.nanoTime();
        for (long before = consumer.position(partition); before < end; ) {
            for (ConsumerRecord<byte[], byte[]> record : TopicPrediction.poll(consumer)) {
                if (record.offset() < end) {
                    scorer.learn(record);
                }
            }
            if (consumer.position(partition) > before) {
                before = consumer.position(partition);
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > TopicPrediction.LONGEST_SILENCE.toNanos()) {
                Duration silence = TopicPrediction.LONGEST_SILENCE;
                throw new TimeoutException("no more records for " + silence.toSeconds() + " s from " + partition);
            }
        }
    }
}
