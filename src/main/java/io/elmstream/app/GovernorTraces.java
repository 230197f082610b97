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
 * What an application's governor has left on the cluster. Two governors of one topic would judge every command twice,
 * the second one from the oldest that is kept, and put old timelines in the place of new ones. So whoever has left
 * nothing while there are models is a stranger, and only scores. One that has lost its changelog is told from a
 * stranger by its position on the control topic, which Kafka keeps elsewhere.
 *
 * @param changelog whether its changelog holds anything
 * @param position whether its group has a position on the control topic
 * @param olderChangelog the same under the id that governors had before
 * @param olderPosition the same under the id that governors had before
 * @param models whether the models topic holds anything
 */
record GovernorTraces(
        boolean changelog, boolean position, boolean olderChangelog, boolean olderPosition, boolean models) {

    /** What is to be done. */
    enum Next {
        /** Nothing is in the way. A governor that finds its store empty then, and models, rebuilds it. */
        GOVERN,
        /**
         * Its position was forgotten, as Kafka does with that of a group that has been empty for long: nothing is
         * judged twice.
         */
        GOVERN_FROM_NOW,
        /** What stands under the older id comes first. */
        MOVE,
        /** The models are another application's. */
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

    /** @throws ExecutionException if the cluster does not answer, or refuses */
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

    /** Committed ones: whether there are offsets says nothing, since those of an aborted transaction stay. */
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
