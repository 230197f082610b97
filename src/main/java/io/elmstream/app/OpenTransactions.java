package io.elmstream.app;

import io.elmstream.topics.TopicEnds.Ends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Decides, from successive samples, whether a transaction that remains open keeps records from being read. A
 * read_committed consumer reads nothing beyond the start of an open transaction, whichever producer wrote it; and
 * because the partition ends there for the consumer, there seems to be nothing left to read.
 */
public final class OpenTransactions {

    /**
     * Kafka's default {@code transaction.timeout.ms}: by then the broker has aborted the transaction of an ordinary
     * producer that died.
     */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Where an open transaction was first seen in a partition, and when, in epoch milliseconds. */
    private record Standing(long at, long since) {}

    private final Duration patience;
    private final Map<TopicPartition, Standing> standing = new HashMap<>();

    /** @param patience how long a transaction may be open */
    public OpenTransactions(Duration patience) {
        this.patience = patience;
    }

    /**
     * Returns a description of each transaction that has been open too long, with the remedy.
     *
     * @param ends the ends of all partitions
     * @param now epoch milliseconds
     */
    public List<String> problems(Map<TopicPartition, Ends> ends, long now) {
        standing.keySet().retainAll(ends.keySet());
        List<String> problems = new ArrayList<>();
        ends.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                .forEach(entry -> {
                    long open = openFor(entry.getKey(), entry.getValue(), now);
                    if (open >= patience.toMillis()) {
                        problems.add(problem(entry.getKey(), entry.getValue(), open / 1_000));
                    }
                });
        return problems;
    }

    /** Milliseconds; -1 if no transaction is open. */
    private long openFor(TopicPartition partition, Ends ends, long now) {
        if (ends.readable() >= ends.end()) {
            standing.remove(partition);
            return -1;
        }
        return now
                - standing.compute(
                                partition,
                                (same, before) -> before != null && before.at() == ends.readable()
                                        ? before
                                        : new Standing(ends.readable(), now))
                        .since();
    }

    private static String problem(TopicPartition partition, Ends ends, long seconds) {
        return ("%s cannot be read beyond offset %d, where a transaction has been open for %d s; %d offsets wait"
                        + " behind it. End the program that writes it, or abort it: kafka-transactions.sh"
                        + " --bootstrap-server ... abort --topic %s --partition %d --start-offset %d")
                .formatted(
                        partition,
                        ends.readable(),
                        seconds,
                        ends.end() - ends.readable(),
                        partition.topic(),
                        partition.partition(),
                        ends.readable());
    }
}
