package io.elmstream.app;

import io.elmstream.client.KafkaClients;
import io.elmstream.client.PresentRecords;
import io.elmstream.config.Configuration;
import io.elmstream.topology.Names;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What an application's governor has left on the cluster. Two governors of one topic would each judge every command,
 * the second one starting from the oldest that is retained, and would replace new timelines with old ones. An
 * application that has left nothing while models exist is therefore considered foreign and only scores. An application
 * that has lost its changelog is distinguished from a foreign one by its position on the control topic, which Kafka
 * stores separately.
 *
 * @param changelog whether its changelog has records
 * @param position whether its group has a position on the control topic
 * @param olderChangelog whether the changelog under the former id has records
 * @param olderPosition whether the group under the former id has a position on the control topic
 * @param models whether the models topic has records
 */
record GovernorTraces(
        boolean changelog, boolean position, boolean olderChangelog, boolean olderPosition, boolean models) {

    /** What to do before the governor starts. */
    enum Next {
        /** Start it. A governor that finds models but an empty store rebuilds the store. */
        GOVERN,
        /**
         * Set its position to the end first: Kafka has expired it, as it does for groups that have been empty for long,
         * and no command may be judged twice.
         */
        GOVERN_FROM_NOW,
        /** Move the state from the former id first. */
        MOVE,
        /** Do not start it: the models belong to another application. */
        ONLY_SCORE
    }

    Next next() {
        if (changelog) {
            return position ? Next.GOVERN : Next.GOVERN_FROM_NOW;
        }
        if (position) {
            return Next.GOVERN;
        }
        if (olderChangelog || olderPosition) {
            return Next.MOVE;
        }
        return models ? Next.ONLY_SCORE : Next.GOVERN;
    }

    /** @throws ExecutionException if the cluster does not answer or refuses the request */
    static GovernorTraces read(Admin admin, Configuration configuration)
            throws ExecutionException, InterruptedException {
        String older = Names.olderGovernorOf(configuration.applicationId());
        try (Consumer<byte[], byte[]> consumer = new KafkaClients(configuration.governorClients()).consumer()) {
            return new GovernorTraces(
                    holdsRecords(admin, consumer, Names.changelogOf(configuration.governorId(), Names.GOVERNED_STORE)),
                    hasPosition(admin, configuration, configuration.governorId()),
                    holdsRecords(admin, consumer, Names.changelogOf(older, Names.GOVERNED_STORE)),
                    hasPosition(admin, configuration, older),
                    holdsRecords(
                            admin, consumer, configuration.inference().topics().models()));
        }
    }

    private static boolean hasPosition(Admin admin, Configuration configuration, String group)
            throws ExecutionException, InterruptedException {
        TopicPartition control =
                new TopicPartition(configuration.inference().topics().modelControl(), 0);
        return admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(control)
                != null;
    }

    /**
     * Returns whether a topic has committed records. Offsets alone prove nothing, because those of aborted transactions
     * remain.
     */
    private static boolean holdsRecords(Admin admin, Consumer<byte[], byte[]> consumer, String topic)
            throws ExecutionException, InterruptedException {
        if (!exists(admin, topic)) {
            return false;
        }
        PresentRecords records = PresentRecords.ofAll(consumer, new TopicPartition(topic, 0));
        while (records.areLeft()) {
            if (!records.poll().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    static boolean exists(Admin admin, String topic) throws ExecutionException, InterruptedException {
        try {
            admin.describeTopics(List.of(topic)).allTopicNames().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }
}
