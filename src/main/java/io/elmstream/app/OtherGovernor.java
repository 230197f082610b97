package io.elmstream.app;

import io.elmstream.topology.Names;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks whether the governor of another application rules the models. Two governors of one topic would judge every command twice,
 * the second one from the oldest that is kept, and put old timelines in the place of new ones. So the first rules; an application
 * with another id, such as one that reads all readings once more, only scores.
 */
final class OtherGovernor {

    private OtherGovernor() {}

    /**
     * Whether there are models, and none of them by this application's governor: it leaves its changelog behind for ever.
     *
     * @throws KafkaException if the cluster does not answer
     */
    static boolean rules(Configuration configuration) {
        Map<String, Object> settings = new HashMap<>(configuration.clients());
        settings.putAll(configuration.governorKafka());
        try (Admin admin = Admin.create(settings)) {
            return hasRecords(admin, configuration.inference().topics().models())
                    && !exists(admin, configuration.governorId() + "-" + Names.GOVERNED_STORE + "-changelog");
        } catch (ExecutionException e) {
            throw new KafkaException("could not see who governs the models: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    private static boolean hasRecords(Admin admin, String topic) throws ExecutionException, InterruptedException {
        TopicPartition only = new TopicPartition(topic, 0);
        return admin.listOffsets(Map.of(only, OffsetSpec.latest())).partitionResult(only).get().offset() > 0;
    }

    private static boolean exists(Admin admin, String topic) throws ExecutionException, InterruptedException {
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
