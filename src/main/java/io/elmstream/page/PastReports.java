package io.elmstream.page;

import io.elmstream.wire.ActivityRecords;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Chooses which reports of the history are read. Each contains what the earlier ones of its process counted, so of
 * those that belong to the same half minute of an instance the last is enough, where the axis shows half minutes only.
 */
final class PastReports {

    /** An instance that is not known any more comes to its end when so many others wait. */
    private static final int MOST_WAITING = 2 * Instances.MOST;

    private final long fineFrom;
    private final Consumer<ConsumerRecord<byte[], byte[]>> chosen;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    private record Waiting(OptionalLong startedAt, ConsumerRecord<byte[], byte[]> record) {

        boolean isContainedIn(Waiting later) {
            return startedAt.isPresent()
                    && startedAt.equals(later.startedAt)
                    && half(record.timestamp()) == half(later.record.timestamp());
        }

        private static long half(long millis) {
            return millis / (1_000 * TimeAxis.COARSE);
        }
    }

    /**
     * @param now the present, in epoch milliseconds
     * @param chosen gets the reports that are to be read, those of an instance in their order
     */
    PastReports(long now, Consumer<ConsumerRecord<byte[], byte[]>> chosen) {
        // the axis shows seconds from here on, and will not go back
        this.fineFrom = now - 1_000 * (TimeAxis.FINE + 2 * TimeAxis.COARSE);
        this.chosen = chosen;
    }

    /** Takes a record of a report, the next one of its instance. */
    void take(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        Waiting next = new Waiting(ActivityRecords.startedAt(record.value()), record);
        Waiting before = waiting.remove(key);
        if (before != null && !before.isContainedIn(next)) {
            chosen.accept(before.record());
        }
        if (record.timestamp() >= fineFrom) {
            chosen.accept(record);
            return;
        }
        waiting.put(key, next);
        if (waiting.size() > MOST_WAITING) {
            String first = waiting.keySet().iterator().next();
            chosen.accept(Objects.requireNonNull(waiting.remove(first)).record());
        }
    }

    /** The history is read. */
    void end() {
        List.copyOf(waiting.values()).forEach(last -> chosen.accept(last.record()));
        waiting.clear();
    }
}
