package io.elmstream.app;

import io.elmstream.client.KafkaClients;
import io.elmstream.client.PresentRecords;
import io.elmstream.config.Configuration;
import io.elmstream.topology.Names;
import io.elmstream.topology.governor.GovernorTopology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Moves the governor's state from the former application id to the current one. The contents of its changelog and its
 * positions are written in one transaction: if the process dies during the move, nothing remains, and if two instances
 * move at once, one is fenced. The former changelog is not changed.
 */
final class GovernorMove {

    private static final int LARGEST_REQUEST = 32 << 20;
    private static final int TRANSACTION_MILLIS = (int) TimeUnit.MINUTES.toMillis(5);

    private final Admin admin;
    private final Configuration configuration;
    private final String older;
    private final String from;
    private final String to;
    private List<String> notes = List.of();

    GovernorMove(Admin admin, Configuration configuration) {
        this.admin = admin;
        this.configuration = configuration;
        this.older = Names.olderGovernorOf(configuration.applicationId());
        this.from = Names.changelogOf(older, Names.GOVERNED_STORE);
        this.to = Names.changelogOf(configuration.governorId(), Names.GOVERNED_STORE);
    }

    /**
     * Moves the state; there must be no governor under the former id meanwhile.
     *
     * @return false if a transaction of the former governor is still open, or if another instance moved first: try
     *     again
     */
    @SuppressWarnings("removal") // no consumer has joined this group, so there is no metadata but its id
    boolean run() throws ExecutionException, InterruptedException {
        boolean copies = GovernorTraces.exists(admin, from);
        if (copies && !isSettled()) {
            return false;
        }
        createChangelog(copies);
        try (Producer<byte[], byte[]> producer = clients()
                .producer(Map.of(
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG, configuration.governorId() + "-move",
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST))) {
            producer.initTransactions();
            // another instance may have moved before this point, but none can from here on
            if (GovernorTraces.read(admin, configuration).next() == GovernorTraces.Next.MOVE) {
                producer.beginTransaction();
                if (copies) {
                    copy(producer);
                }
                producer.sendOffsetsToTransaction(positions(), new ConsumerGroupMetadata(configuration.governorId()));
                producer.commitTransaction();
            }
        } catch (KafkaException e) {
            if (isFenced(e)) {
                return false;
            }
            throw e;
        }
        return true;
    }

    /** Another instance has started to move since, or has moved and governs. */
    private static boolean isFenced(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof ProducerFencedException
                        || cause instanceof InvalidProducerEpochException
                        || cause instanceof CommitFailedException);
    }

    /** Returns a note for the user. */
    List<String> notes() {
        return notes;
    }

    private boolean isSettled() throws ExecutionException, InterruptedException {
        TopicPartition only = new TopicPartition(from, 0);
        return end(only, IsolationLevel.READ_COMMITTED) == end(only, IsolationLevel.READ_UNCOMMITTED);
    }

    private long end(TopicPartition partition, IsolationLevel isolation)
            throws ExecutionException, InterruptedException {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                .partitionResult(partition)
                .get()
                .offset();
    }

    /** Creates the changelog as Kafka Streams would, with the replication factor of the former one. */
    private void createChangelog(boolean copies) throws ExecutionException, InterruptedException {
        Optional<Short> replicas = Optional.empty();
        if (copies) {
            TopicDescription older = Objects.requireNonNull(
                    admin.describeTopics(List.of(from)).allTopicNames().get().get(from));
            replicas = Optional.of((short) older.partitions().get(0).replicas().size());
        }
        NewTopic topic = new NewTopic(to, Optional.of(1), replicas)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        GovernorTopology.MAX_MESSAGE_BYTES,
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "CreateTime"));
        try {
            admin.createTopics(Set.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private KafkaClients clients() {
        return new KafkaClients(configuration.governorClients());
    }

    private void copy(Producer<byte[], byte[]> producer) {
        PresentRecords.readAll(
                clients(),
                from,
                record -> producer.send(new ProducerRecord<>(
                        to, 0, record.timestamp(), record.key(), record.value(), record.headers())));
    }

    private Map<TopicPartition, OffsetAndMetadata> positions() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        admin.listConsumerGroupOffsets(older, new ListConsumerGroupOffsetsOptions().requireStable(true))
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, position) -> {
                    if (position != null) {
                        positions.put(partition, position);
                    }
                });
        TopicPartition control =
                new TopicPartition(configuration.inference().topics().modelControl(), 0);
        if (!positions.containsKey(control)) {
            long end = GovernorStart.end(admin, control);
            positions.put(control, new OffsetAndMetadata(end));
            notes = List.of(GovernorStart.forgotten(control, end));
        }
        return positions;
    }
}
