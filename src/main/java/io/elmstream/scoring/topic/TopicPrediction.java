package io.elmstream.scoring.topic;

import io.elmstream.batch.Rejection;
import io.elmstream.client.KafkaClients;
import io.elmstream.client.Partitions;
import io.elmstream.data.DataException;
import io.elmstream.topology.inference.RangeScorer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Scores a range of a topic into another topic, exactly once: predictions and progress are committed in the same
 * transactions. The bounds of the range are resolved when it is started, and are part of the progress, so a run that
 * was killed goes on in the same range, on any machine.
 */
public final class TopicPrediction {

    /** An offset that retention has deleted is an error; by default a consumer would jump to the end. */
    static final Map<String, Object> WITHOUT_JUMPS = Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");

    static final Duration POLL = Duration.ofMillis(200);
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
    /** The readings of a partition in a transaction. */
    private static final int READINGS = 5_000;

    /**
     * What to score.
     *
     * @param topic the readings
     * @param from the beginning
     * @param to the end, exclusive
     * @param target the topic for the predictions
     * @param group the consumer group that holds the progress; also the transactional id
     */
    public record Range(String topic, Bound from, Bound to, String target, String group) {}

    /**
     * The state of a range.
     *
     * @param readings the number of offsets of the range
     * @param done the number of those before the next reading of each partition
     * @param predictions written so far
     * @param rejected readings so far that could not be scored
     */
    public record State(long readings, long done, long predictions, long rejected) {}

    /** Is told about a range while it is scored. */
    public interface Listener {

        /** Is told the state after each transaction, and before the first one. */
        void committed(State state);

        /** Is told of a reading that cannot be scored; again if its transaction is not committed. */
        void rejected(RecordMetadata reading, Rejection reason, String detail);
    }

    private final KafkaClients clients;
    private final Range range;
    private final LongSupplier nanoTime;
    private final Listener listener;
    private final Map<TopicPartition, RangeProgress> progress = new HashMap<>();
    private long heard;

    /** @param nanoTime measures how long brokers are silent */
    public TopicPrediction(KafkaClients clients, Range range, LongSupplier nanoTime, Listener listener) {
        this.clients = clients;
        this.range = range;
        this.nanoTime = nanoTime;
        this.listener = listener;
    }

    /**
     * Scores what is left of the range.
     *
     * @param scorers creates the scorer, given the receiver of its outcomes
     * @return the state at the end
     */
    public State run(Function<RangeScorer.Outcomes, RangeScorer> scorers) {
        Map<String, Object> reading = new HashMap<>(WITHOUT_JUMPS);
        reading.put(ConsumerConfig.GROUP_ID_CONFIG, range.group());
        reading.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, READINGS);
        Map<String, Object> writing =
                Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, range.group(), ProducerConfig.LINGER_MS_CONFIG, 5);
        try (Consumer<byte[], byte[]> consumer = clients.consumer(reading);
                Producer<byte[], byte[]> producer = clients.producer(writing)) {
            // a run that was killed may have left a transaction, and one that still runs must not go on
            producer.initTransactions();
            RangeScorer scorer = scorers.apply(new Writing(producer));
            resume(consumer, producer, scorer);
            heard = nanoTime.getAsLong();
            while (!isDone()) {
                transact(consumer, producer, scorer);
            }
            return state();
        }
    }

    /** Takes up the committed progress; if there is none, resolves the bounds and commits them. */
    private void resume(Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer, RangeScorer scorer) {
        List<TopicPartition> all = Partitions.assigned(consumer, List.of(range.topic()));
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(all));
        committed.forEach((partition, offset) -> {
            if (offset != null) {
                progress.put(partition, RangeProgress.of(offset));
            }
        });
        if (progress.isEmpty()) {
            for (Stretch stretch : Stretch.of(range.from(), range.to(), consumer, all)) {
                progress.put(
                        new TopicPartition(range.topic(), stretch.partition()),
                        RangeProgress.ofRange(stretch.from(), stretch.to()));
            }
            producer.beginTransaction();
            commit(consumer, producer);
        } else {
            listener.committed(state());
        }
        List<TopicPartition> open = open();
        open.forEach(partition ->
                EarlierRecords.learn(consumer, partition, progressOf(partition).next(), scorer));
        consumer.assign(open);
        open.forEach(partition -> consumer.seek(partition, progressOf(partition).next()));
    }

    /**
     * Returns the next records.
     *
     * @throws DataException if retention deleted records of the range before they were read
     */
    static ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer) {
        try {
            return consumer.poll(POLL);
        } catch (OffsetOutOfRangeException e) {
            Map<TopicPartition, Long> first = consumer.beginningOffsets(e.partitions());
            String lost = e.offsetOutOfRangePartitions().entrySet().stream()
                    .map(each -> each.getKey() + " from offset " + each.getValue() + ", where the first is now "
                            + first.get(each.getKey()))
                    .sorted()
                    .collect(Collectors.joining("; "));
            throw new DataException(
                    "--from", "--from: readings of the range were deleted before they were read: " + lost, e);
        }
    }

    private void transact(Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer, RangeScorer scorer) {
        ConsumerRecords<byte[], byte[]> records = poll(consumer);
        Map<TopicPartition, Long> reached = new HashMap<>();
        open().forEach(partition -> reached.put(partition, consumer.position(partition)));
        if (reached.entrySet().stream()
                .noneMatch(each -> each.getValue() > progressOf(each.getKey()).next())) {
            requireAnswers();
            return;
        }
        producer.beginTransaction();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() < progressOf(partition(record)).to()) {
                scorer.take(record);
            }
        }
        scorer.flush();
        reached.forEach((partition, offset) ->
                progress.put(partition, progressOf(partition).at(offset)));
        commit(consumer, producer);
        heard = nanoTime.getAsLong();
        consumer.pause(reached.keySet().stream()
                .filter(partition -> progressOf(partition).isDone())
                .toList());
    }

    private void requireAnswers() {
        if (nanoTime.getAsLong() - heard > LONGEST_SILENCE.toNanos()) {
            throw new TimeoutException("no more records for " + LONGEST_SILENCE.toSeconds() + " s from "
                    + open().stream().map(TopicPartition::toString).sorted().collect(Collectors.joining(", ")));
        }
    }

    private void commit(Consumer<?, ?> consumer, Producer<byte[], byte[]> producer) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        progress.forEach((partition, reached) -> offsets.put(partition, reached.committed()));
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        listener.committed(state());
    }

    private List<TopicPartition> open() {
        return progress.keySet().stream()
                .filter(partition -> !progressOf(partition).isDone())
                .toList();
    }

    private boolean isDone() {
        return progress.values().stream().allMatch(RangeProgress::isDone);
    }

    private RangeProgress progressOf(TopicPartition partition) {
        RangeProgress known = progress.get(partition);
        if (known == null) {
            throw new IllegalStateException(partition + " is not in the range");
        }
        return known;
    }

    private State state() {
        long readings = 0;
        long done = 0;
        long predictions = 0;
        long rejected = 0;
        for (RangeProgress partition : progress.values()) {
            readings += partition.to() - partition.from();
            done += partition.next() - partition.from();
            predictions += partition.predicted();
            rejected += partition.rejected();
        }
        return new State(readings, done, predictions, rejected);
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    /** Writes the outcomes within the open transaction, and counts them. */
    private final class Writing implements RangeScorer.Outcomes {

        private final Producer<byte[], byte[]> producer;

        private Writing(Producer<byte[], byte[]> producer) {
            this.producer = producer;
        }

        @Override
        public void predicted(RecordMetadata reading, Record<byte[], byte[]> prediction) {
            producer.send(new ProducerRecord<>(
                    range.target(),
                    null,
                    prediction.timestamp(),
                    prediction.key(),
                    prediction.value(),
                    prediction.headers()));
            progress.put(partition(reading), progressOf(partition(reading)).predictedOne());
        }

        @Override
        public void rejected(RecordMetadata reading, Rejection reason, String detail) {
            progress.put(partition(reading), progressOf(partition(reading)).rejectedOne());
            listener.rejected(reading, reason, detail);
        }

        private TopicPartition partition(RecordMetadata reading) {
            return new TopicPartition(reading.topic(), reading.partition());
        }
    }
}
