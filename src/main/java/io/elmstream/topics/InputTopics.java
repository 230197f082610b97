package io.elmstream.topics;

import io.elmstream.readings.Mappings;
import io.elmstream.topology.inference.InferenceSettings;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics that an application reads. */
public interface InputTopics {

    /**
     * Returns their names; topics that match a pattern may be created at any time.
     *
     * @throws ExecutionException if the cluster does not answer in time or refuses the request
     */
    Set<String> find(Admin admin) throws ExecutionException, InterruptedException;

    /**
     * Returns the number of partitions of the topic that has most of them, 0 if none exists.
     *
     * @throws ExecutionException if the cluster does not answer in time or refuses the request
     */
    default int mostPartitions(Admin admin) throws ExecutionException, InterruptedException {
        int most = 0;
        for (KafkaFuture<TopicDescription> described :
                admin.describeTopics(find(admin)).topicNameValues().values()) {
            try {
                most = Math.max(most, described.get().partitions().size());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return most;
    }

    /** Returns these topics and another one. */
    default InputTopics and(String topic) {
        return admin -> {
            Set<String> all = new TreeSet<>(find(admin));
            all.add(topic);
            return all;
        };
    }

    /** Returns what inference reads: readings, and commands about alerts if there are any. */
    static InputTopics ofInference(InferenceSettings settings) {
        InputTopics readings = of(settings.mappings());
        return settings.alerts().clearing() ? readings.and(settings.topics().alertControl()) : readings;
    }

    /** Returns a single topic. */
    static InputTopics of(String topic) {
        return admin -> Set.of(topic);
    }

    /** Returns the topics that have a mapping. */
    static InputTopics of(Mappings mappings) {
        return admin -> {
            Set<String> topics = new TreeSet<>(mappings.named());
            if (mappings.pattern().isPresent()) {
                admin.listTopics().names().get().stream()
                        .filter(topic -> mappings.of(topic).isPresent())
                        .forEach(topics::add);
            }
            return topics;
        };
    }
}
