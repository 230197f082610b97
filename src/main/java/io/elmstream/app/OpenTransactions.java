package io.elmstream.app;

import io.elmstream.app.TopicEnds.Ends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Judges from look to look whether a transaction that nobody ends keeps records from being read. Whoever reads
 * committed records reads none behind the beginning of an open transaction, whoever wrote them; and since the partition
 * ends there for a consumer, nothing seems to be left to read.
 */
public final class OpenTransactions {

    /**
     * Kafka's own {@code transaction.timeout.ms}: by then the broker has ended the transaction of a usual producer that
     * died.
     */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Where a partition was seen to be open, and when it was first seen there, in epoch milliseconds. */
    private record Standing(long at, long since) {}

    private final Duration patience;
    private final Map<TopicPartition, Standing> standing = new HashMap<>();

    /** @param patience for how long a transaction may be open */
    public OpenTransactions(Duration patience) {
        this.patience = patience;
    }

    /**
     * What waits for too long and what to do, in words.
     *
     * @param ends of all partitions
     * @param now in epoch milliseconds
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

    /** In milliseconds; -1 where no transaction is open. */
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
                        + " behind it."
                        + " End the program that writes it, or abort it: kafka-transactions.sh --bootstrap-server"
                        + " ... abort --topic %s"
                        + " --partition %d --start-offset %d")
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
