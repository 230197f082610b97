package io.elmstream.app;

import io.elmstream.config.ConfigurationKeys;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds partitions that have readings but are not assigned to any instance: they were added to the topic, and the
 * consumer that computes the assignment has not refreshed its metadata yet. No task stalls meanwhile, so no other check
 * detects them.
 */
final class UnreadPartitions {

    /** Asks the group which partitions its members own. */
    interface Assigned {

        /** Returns the partition numbers; empty during a rebalance. */
        Optional<Set<Integer>> ask() throws ExecutionException, InterruptedException;
    }

    private final Duration patience;
    private final Map<TopicPartition, PartitionProgress> others = new HashMap<>();

    /** @param patience how long readings may wait in partitions of other instances before the group is asked */
    UnreadPartitions(Duration patience) {
        this.patience = patience;
    }

    /**
     * Returns a description of the unassigned partitions; empty if every partition with something to read has a task,
     * or if the assignment is unknown.
     *
     * @param assigned asked only if readings wait
     */
    Optional<String> warning(Progress.Look look, Assigned assigned) throws ExecutionException, InterruptedException {
        List<TopicPartition> waiting = waiting(look);
        Optional<Set<Integer>> taken = waiting.isEmpty() ? Optional.empty() : assigned.ask();
        List<TopicPartition> unread = taken.map(some -> waiting.stream()
                        .filter(partition -> !some.contains(partition.partition()))
                        .toList())
                .orElse(List.of());
        return unread.isEmpty() ? Optional.empty() : Optional.of(words(unread));
    }

    private String words(List<TopicPartition> unread) {
        String names = String.join(
                ", ", unread.stream().map(TopicPartition::toString).sorted().toList());
        long readings = unread.stream()
                .mapToLong(partition ->
                        Objects.requireNonNull(others.get(partition)).lag())
                .sum();
        return "no task of any instance reads " + names + ", where " + readings
                + " readings wait: a new partition is assigned within " + ConfigurationKeys.KAFKA
                + "metadata.max.age.ms, 10 s unless set";
    }

    /**
     * The partitions that this instance does not own and that have made no progress for longer than patience allows.
     */
    private List<TopicPartition> waiting(Progress.Look look) {
        others.keySet().retainAll(look.offsets().keySet());
        others.keySet().removeAll(look.owned());
        look.offsets().forEach((partition, offsets) -> {
            if (!look.owned().contains(partition)) {
                others.computeIfAbsent(partition, added -> new PartitionProgress(offsets, look.at()))
                        .look(offsets, look.mayMove(), look.at());
            }
        });
        return others.entrySet().stream()
                .filter(other -> other.getValue().standsStill(look.at()) > patience.toMillis())
                .map(Map.Entry::getKey)
                .toList();
    }
}
