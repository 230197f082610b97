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
 * The records of partitions up to the ends that these have when the reading begins. A consumer itself waits without end
 * for brokers that are away; this gives up after {@link #LONGEST_SILENCE}.
 */
public final class PresentRecords {

    private static final Duration POLL = Duration.ofMillis(200);

    /** As long as a command waits for the governor. */
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

    /** Those of the partitions that the consumer is assigned to, from where it stands. */
    public static PresentRecords of(Consumer<byte[], byte[]> consumer) {
        return new PresentRecords(consumer, System::nanoTime);
    }

    /** All those of one partition, to which the consumer is assigned then. */
    public static PresentRecords ofAll(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        return of(consumer);
    }

    /** Reads all those of a topic's only partition, with a consumer of its own. */
    public static void readAll(
            KafkaClients clients, String topic, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
            ofAll(consumer, new TopicPartition(topic, 0)).forEach(reader);
        }
    }

    /** Whether the ends are not reached yet. */
    public boolean areLeft() {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    /**
     * The next ones; may be none, since transactions leave offsets without records.
     *
     * @throws TimeoutException if the brokers have given nothing for {@link #LONGEST_SILENCE}
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

    /** Reads all that are left. */
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
