package io.elmstream.app;

import io.elmstream.client.GroupMembers;
import io.elmstream.client.GroupOffsets;
import io.elmstream.client.PartitionOffsets;
import io.elmstream.config.Configuration;
import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.diagnosis.Diagnosis.Side;
import io.elmstream.topics.InputTopics;
import io.elmstream.topology.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Resets the inference application: moves its position on the readings topic and deletes its alert states. The governor
 * and the models are not changed.
 */
public final class ApplicationReset {

    private final Admin admin;
    private final Configuration configuration;

    /**
     * The move of one partition's position.
     *
     * @param topic readings topic
     * @param partition number of the partition
     * @param from committed offset of the group; -1 if it has none
     * @param to offset from which the group will read
     */
    public record Move(String topic, int partition, long from, long to) {}

    /**
     * What a reset will do.
     *
     * @param members number of running instances; a reset requires that there are none
     * @param moves moves of the group's positions
     * @param topics internal topics to delete
     * @param folders folders on this machine to delete
     */
    public record Plan(int members, List<Move> moves, List<String> topics, List<Path> folders) {}

    /** @param admin client for the configuration's cluster; it is not closed here */
    public ApplicationReset(Admin admin, Configuration configuration) {
        this.admin = admin;
        this.configuration = configuration;
    }

    /**
     * Plans a reset without changing anything.
     *
     * @param target earliest, latest, or the first reading at or after a time; the end if there is none
     * @throws KafkaException if the cluster does not answer or refuses the request
     */
    public Plan plan(OffsetSpec target) throws InterruptedException {
        return plan(Optional.of(target));
    }

    /**
     * Plans to delete the states of alerts and rules only. Positions stay, and so does what edge nodes have told,
     * without which the readings after their births could not be read.
     *
     * @throws KafkaException as for {@link #plan}
     */
    public Plan planOfAlerts() throws InterruptedException {
        return plan(Optional.empty());
    }

    private Plan plan(Optional<OffsetSpec> target) throws InterruptedException {
        String group = configuration.applicationId();
        try {
            List<String> topics = new ArrayList<>();
            for (String store : Names.SENSOR_STORES) {
                String changelog = Names.changelogOf(group, store);
                boolean goes = target.isPresent() || !store.equals(Names.NODE_STATE_STORE);
                if (goes && GovernorTraces.exists(admin, changelog)) {
                    topics.add(changelog);
                }
            }
            return new Plan(
                    GroupMembers.of(admin, group).count(),
                    target.isPresent() ? moves(group, target.get()) : List.of(),
                    topics,
                    folders());
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "could not determine what to reset: " + Diagnosis.told(Diagnosis.cause(e), Side.KAFKA),
                    e.getCause());
        }
    }

    private List<Move> moves(String group, OffsetSpec target) throws ExecutionException, InterruptedException {
        InputTopics inputs = InputTopics.of(configuration.inference().mappings());
        Map<TopicPartition, PartitionOffsets> offsets = new GroupOffsets(admin, group, inputs).read();
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        offsets.keySet().forEach(partition -> asked.put(partition, target));
        var found = admin.listOffsets(asked);
        List<Move> moves = new ArrayList<>();
        for (Map.Entry<TopicPartition, PartitionOffsets> each : offsets.entrySet()) {
            long offset = found.partitionResult(each.getKey()).get().offset();
            moves.add(new Move(
                    each.getKey().topic(),
                    each.getKey().partition(),
                    each.getValue().committed().orElse(-1),
                    offset < 0 ? each.getValue().end() : offset));
        }
        moves.sort(Comparator.comparing(Move::topic).thenComparing(Move::partition));
        return moves;
    }

    private List<Path> folders() {
        Path home = configuration.stateDirectory();
        if (!Files.isDirectory(home)) {
            return List.of();
        }
        try (Stream<Path> instances = Files.list(home)) {
            return instances
                    .map(instance -> instance.resolve("inference").resolve(configuration.applicationId()))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the state folder " + home, e);
        }
    }

    /**
     * Carries out a plan. The brokers refuse to move positions while the group has members.
     *
     * @throws KafkaException if the cluster does not answer or refuses the request
     */
    public void execute(Plan plan) throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        plan.moves()
                .forEach(move -> positions.put(
                        new TopicPartition(move.topic(), move.partition()), new OffsetAndMetadata(move.to())));
        try {
            if (!positions.isEmpty()) {
                admin.alterConsumerGroupOffsets(configuration.applicationId(), positions)
                        .all()
                        .get();
            }
            // without positions to move, no broker has refused because of an instance that was started meanwhile
            if (GroupMembers.of(admin, configuration.applicationId()).count() > 0) {
                throw new KafkaException("an instance of " + configuration.applicationId()
                        + " was started meanwhile, so its state was not deleted. Stop it and run this command again");
            }
            for (String topic : plan.topics()) {
                delete(topic);
            }
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "could not reset " + configuration.applicationId() + ": "
                            + Diagnosis.told(Diagnosis.cause(e), Side.KAFKA)
                            + ". Run this command again after fixing it",
                    e.getCause());
        }
        plan.folders().forEach(ApplicationReset::delete);
    }

    private void delete(String topic) throws ExecutionException, InterruptedException {
        try {
            admin.deleteTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the state folder " + folder + "; delete it by hand", e);
        }
    }
}
