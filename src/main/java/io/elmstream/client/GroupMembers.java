package io.elmstream.client;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * The members of a group, for any group protocol.
 *
 * @param count number of members; 0 if there is no such group
 * @param isSettled whether the partitions are assigned and no rebalance is in progress
 * @param partitions numbers of the partitions that members own, of any topic
 */
public record GroupMembers(int count, boolean isSettled, Set<Integer> partitions) {

    private static final Set<GroupState> SETTLED = Set.of(GroupState.STABLE, GroupState.EMPTY);

    /**
     * Asks the cluster for the members of a group.
     *
     * @throws ExecutionException if the cluster does not answer or refuses the request
     */
    public static GroupMembers of(Admin admin, String group) throws ExecutionException, InterruptedException {
        try {
            ConsumerGroupDescription found = Objects.requireNonNull(
                    admin.describeConsumerGroups(List.of(group)).all().get().get(group));
            return members(
                    found.members().size(),
                    found.groupState(),
                    found.members().stream()
                            .flatMap(member -> member.assignment().topicPartitions().stream())
                            .map(TopicPartition::partition));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return streams(admin, group);
            }
            throw e;
        }
    }

    private static GroupMembers streams(Admin admin, String group) throws ExecutionException, InterruptedException {
        try {
            StreamsGroupDescription found = Objects.requireNonNull(
                    admin.describeStreamsGroups(List.of(group)).all().get().get(group));
            return members(
                    found.members().size(),
                    found.groupState(),
                    found.members().stream()
                            .flatMap(member -> member.assignment().activeTasks().stream())
                            .flatMap(tasks -> tasks.partitions().stream()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException
                    || e.getCause() instanceof UnsupportedVersionException) {
                return members(0, GroupState.EMPTY, Stream.of());
            }
            throw e;
        }
    }

    private static GroupMembers members(int count, GroupState state, Stream<Integer> partitions) {
        return new GroupMembers(count, SETTLED.contains(state), partitions.collect(Collectors.toSet()));
    }

    /** The partitions that members own; empty during a rebalance. */
    public Optional<Set<Integer>> assigned() {
        return isSettled ? Optional.of(partitions) : Optional.empty();
    }
}
