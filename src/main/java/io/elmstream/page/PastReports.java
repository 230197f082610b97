package io.elmstream.page;

import io.elmstream.wire.ActivityRecords;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Chooses which reports of the history are read. Each contains what the earlier ones of its process counted, so of
 * those that belong to the same half minute of a process the last is enough, where the axis shows half minutes only.
 *
 * <p>The reports of all instances on a half minute are read together, so that each counts for all of its seconds. A
 * half minute is complete when the one after the next begins: clocks may differ by that much.
 */
final class PastReports {

    /** Half minutes come to their end earlier when so many reports wait. */
    private static final int MOST_WAITING = 2 * Instances.MOST;

    private static final long HALF_MINUTE = 1_000 * TimeAxis.COARSE;

    private final long fineFrom;
    private final Consumer<List<ConsumerRecord<byte[], byte[]>>> chosen;

    /** By half minute, oldest first. */
    private final TreeMap<Long, Map<Counted, ConsumerRecord<byte[], byte[]>>> waiting = new TreeMap<>();

    private int size;

    /** What a process counted within a half minute. */
    private record Counted(String key, long startedAt, long half) {}

    /**
     * @param now the present, in epoch milliseconds
     * @param chosen gets the reports that are to be read: those of a half minute together, those of an instance in
     *     their order
     */
    PastReports(long now, Consumer<List<ConsumerRecord<byte[], byte[]>>> chosen) {
        // the axis shows seconds from here on, and will not go back
        this.fineFrom = Math.floorDiv(now - 1_000 * (TimeAxis.FINE + 2 * TimeAxis.COARSE), HALF_MINUTE) * HALF_MINUTE;
        this.chosen = chosen;
    }

    /** Takes a record of a report, the next one of its instance. */
    void take(ConsumerRecord<byte[], byte[]> record) {
        OptionalLong startedAt = ActivityRecords.startedAt(record.value());
        boolean isFine = record.timestamp() >= fineFrom;
        if (isFine) {
            end();
        }
        if (isFine || startedAt.isEmpty()) {
            chosen.accept(List.of(record));
            return;
        }
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        long half = Math.floorDiv(record.timestamp(), HALF_MINUTE);
        put(new Counted(key, startedAt.getAsLong(), half), record);
        while (!waiting.isEmpty() && (waiting.firstKey() < half - 1 || size > MOST_WAITING)) {
            chooseFirst();
        }
    }

    private void put(Counted counted, ConsumerRecord<byte[], byte[]> record) {
        // what a slow clock tells late is read with what the others told meanwhile
        long together = waiting.isEmpty() ? counted.half() : Math.max(counted.half(), waiting.lastKey() - 1);
        Map<Counted, ConsumerRecord<byte[], byte[]>> reports =
                waiting.computeIfAbsent(together, added -> new LinkedHashMap<>());
        // the order is that of the last ones
        boolean isNew = reports.remove(counted) == null;
        reports.put(counted, record);
        size += isNew ? 1 : 0;
    }

    private void chooseFirst() {
        List<ConsumerRecord<byte[], byte[]>> first = List.copyOf(
                Objects.requireNonNull(waiting.remove(waiting.firstKey())).values());
        size -= first.size();
        chosen.accept(first);
    }

    /** The history is read. */
    void end() {
        while (!waiting.isEmpty()) {
            chooseFirst();
        }
    }
}
