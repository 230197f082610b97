package io.elmstream.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The records of partitions up to the end offsets at creation. A consumer waits indefinitely for unavailable brokers;
 * this class gives up after {@link #LONGEST_SILENCE}.
 */
public final class PresentRecords {

    private static final Duration POLL = Duration.ofMillis(200);

    /** The same as the default timeout of a command. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final LongSupplier nanoTime;
    private final Map<TopicPartition, Long> ends;
    private long read;
    private long since;

    PresentRecords(Consumer<byte[], byte[]> consumer, LongSupplier nanoTime) {
        this.consumer = consumer;
        this.nanoTime = nanoTime;
        this.ends = Map.copyOf(consumer.endOffsets(consumer.assignment()));
        this.since = nanoTime.getAsLong();
    }

    /** Returns the records of the assigned partitions, from the consumer's current positions. */
    public static PresentRecords of(Consumer<byte[], byte[]> consumer) {
        return new PresentRecords(consumer, System::nanoTime);
    }

    /** Returns all records of one partition, which is assigned to the consumer. */
    public static PresentRecords ofAll(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        return of(consumer);
    }

    /** Reads all records of a topic with a single partition, with a new consumer. */
    public static void readAll(
            KafkaClients clients, String topic, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
            ofAll(consumer, new TopicPartition(topic, 0)).forEach(reader);
        }
    }

    /** Returns whether there are records left before the end offsets. */
    public boolean areLeft() {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    /**
     * Returns the next records; can be empty, because transactions leave offsets without records.
     *
     * @throws TimeoutException if no records arrived for {@link #LONGEST_SILENCE}
     */
    public ConsumerRecords<byte[], byte[]> poll() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        long now = nanoTime.getAsLong();
        long before = read;
        read = ends.keySet().stream().mapToLong(consumer::position).sum();
        if (read != before || !records.isEmpty()) {
            since = now;
        } else if (now - since > LONGEST_SILENCE.toNanos()) {
            throw new TimeoutException("no more records for " + LONGEST_SILENCE.toSeconds() + " s from " + missing());
        }
        return records;
    }

    /** Reads all remaining records. */
    public void forEach(java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        while (areLeft()) {
            poll().forEach(reader);
        }
    }

    private String missing() {
        return ends.entrySet().stream()
                .filter(end -> consumer.position(end.getKey()) < end.getValue())
                .map(end -> end.getKey() + " from offset " + consumer.position(end.getKey()) + " to " + end.getValue())
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
