package io.elmstream.app;

import io.elmstream.activity.PartitionActivity;
import io.elmstream.client.PartitionOffsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Decides, from successive samples, whether every task of an instance makes progress. A task whose thread failed counts
 * as making none, from the failure until its committed position advances or there is nothing to read, no matter which
 * instance owns the partition in the meantime.
 */
final class Progress {

    private final Duration patience;
    private final Map<TopicPartition, PartitionProgress> partitions = new HashMap<>();
    private final Map<TopicPartition, Long> failedAt = new HashMap<>();
    private final Map<TopicPartition, Long> suspects = new HashMap<>();
    private long now;

    /** @param patience how long a task with records to read may go without a commit */
    Progress(Duration patience) {
        this.patience = patience;
    }

    /**
     * One sample.
     *
     * @param at epoch milliseconds
     * @param owned the partitions that this instance's tasks own now
     * @param offsets offsets of all partitions
     * @param failures the latest failure of each task's thread, with its partition and time
     * @param mayMove false while the application is paused
     */
    record Look(
            long at,
            Set<TopicPartition> owned,
            Map<TopicPartition, PartitionOffsets> offsets,
            Map<TopicPartition, Long> failures,
            boolean mayMove) {}

    void take(Look look) {
        now = look.at();
        look.failures().forEach((partition, at) -> {
            PartitionOffsets offsets = look.offsets().get(partition);
            if (at > failedAt.getOrDefault(partition, 0L) && offsets != null) {
                failedAt.put(partition, at);
                suspects.put(partition, offsets.next());
            }
        });
        suspects.entrySet().removeIf(suspect -> hasMoved(look.offsets().get(suspect.getKey()), suspect.getValue()));
        Map<TopicPartition, PartitionOffsets> watched = new HashMap<>(look.offsets());
        watched.keySet().removeIf(each -> !look.owned().contains(each) && !suspects.containsKey(each));
        partitions.keySet().retainAll(watched.keySet());
        watched.forEach((partition, offsets) -> partitions
                .computeIfAbsent(partition, added -> new PartitionProgress(offsets, now))
                .look(offsets, look.mayMove(), now));
    }

    private static boolean hasMoved(@Nullable PartitionOffsets offsets, long since) {
        return offsets == null || offsets.lag() == 0 || offsets.next() > since;
    }

    /** Each watched partition, by topic and number. */
    SortedMap<String, HealthReport.Partition> report() {
        SortedMap<String, HealthReport.Partition> report = new TreeMap<>();
        partitions.forEach((partition, progress) -> report.put(
                partition.toString(),
                new HealthReport.Partition(
                        progress.next(),
                        progress.lag(),
                        !standsStill(partition, progress),
                        progress.standsStill(now) / 1_000,
                        progress.oldestWaited(now) / 1_000)));
        return report;
    }

    /** Each watched partition, in order. */
    List<PartitionActivity> activity() {
        return partitions.entrySet().stream()
                .sorted(Comparator.comparing(each -> each.getKey().toString()))
                .map(each -> new PartitionActivity(
                        each.getKey().topic(),
                        each.getKey().partition(),
                        Math.max(0, each.getValue().lag()),
                        Math.max(0, each.getValue().oldestWaited(now)),
                        !standsStill(each.getKey(), each.getValue())))
                .toList();
    }

    /** Returns a description of each task that makes no progress. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        new TreeMap<>(report()).forEach((partition, standing) -> {
            if (!standing.moves()) {
                problems.add("%s stands at offset %d for %d s, with %d to read"
                        .formatted(partition, standing.next(), standing.secondsWithoutProgress(), standing.lag()));
            }
        });
        return problems;
    }

    private boolean standsStill(TopicPartition partition, PartitionProgress progress) {
        return suspects.containsKey(partition) || progress.standsStill(now) > patience.toMillis();
    }
}
