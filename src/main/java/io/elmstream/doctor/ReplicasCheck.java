package io.elmstream.doctor;

import io.elmstream.config.Configuration;
import io.elmstream.elm.Counted;
import io.elmstream.topics.InputTopics;
import io.elmstream.topology.TopicRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks for partitions without a leader or with replicas that are behind, and topics whose loss of a broker is final.
 */
record ReplicasCheck(Admin admin, Configuration configuration) implements Check {

    private static final String AREA = "replicas";

    @Override
    public String area() {
        return AREA;
    }

    @Override
    public List<Finding> findings() throws ExecutionException, InterruptedException {
        int brokers = admin.describeCluster().nodes().get().size();
        Set<String> names = new TreeSet<>(
                InputTopics.of(configuration.inference().mappings()).find(admin));
        for (TopicRole role : configuration.topicRoles()) {
            names.add(role.nameIn(configuration.inference().topics()));
        }
        names.addAll(configuration.sensorChangelogs());
        Map<String, List<TopicPartitionInfo>> topics = new TreeMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                topics.put(topic.getKey(), topic.getValue().get().partitions());
            } catch (ExecutionException e) {
                // another check reports it
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException
                        || e.getCause() instanceof AuthorizationException)) {
                    throw e;
                }
            }
        }
        return judged(topics, brokers);
    }

    /**
     * Judges the partitions.
     *
     * @param topics the partitions of each topic
     * @param brokers number of running brokers
     */
    static List<Finding> judged(Map<String, List<TopicPartitionInfo>> topics, int brokers) {
        List<Finding> findings = new ArrayList<>();
        List<String> leaderless = with(
                topics,
                partition -> partition.leader() == null || partition.leader().isEmpty());
        if (!leaderless.isEmpty()) {
            findings.add(Finding.fault(
                    AREA, "without a leader: " + String.join(", ", leaderless), "start the brokers that hold them"));
        }
        List<String> behind = with(
                topics,
                partition -> partition.isr().size() < partition.replicas().size());
        if (!behind.isEmpty()) {
            findings.add(Finding.warning(
                    AREA,
                    "with replicas that are missing or behind: " + String.join(", ", behind),
                    "start the brokers that are down: kafka-topics.sh --describe --under-replicated-partitions"));
        }
        List<String> single = topics.entrySet().stream()
                .filter(topic -> topic.getValue().stream()
                        .anyMatch(partition -> partition.replicas().size() == 1))
                .map(Map.Entry::getKey)
                .toList();
        if (!single.isEmpty() && brokers > 1) {
            findings.add(Finding.warning(
                    AREA,
                    "a broker that is lost takes these with it, which have one replica: " + String.join(", ", single),
                    "kafka-reassign-partitions.sh, and default.replication.factor=3 for new topics"));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(
                    AREA,
                    brokers == 1
                            ? "one broker, so nothing is replicated"
                            : "all replicas of " + Counted.of(topics.size(), "topic") + " are in sync"));
        }
        return findings;
    }

    private static List<String> with(
            Map<String, List<TopicPartitionInfo>> topics, Predicate<TopicPartitionInfo> condition) {
        return topics.entrySet().stream()
                .flatMap(topic -> named(topic.getKey(), topic.getValue(), condition))
                .toList();
    }

    private static Stream<String> named(
            String topic, List<TopicPartitionInfo> partitions, Predicate<TopicPartitionInfo> condition) {
        return partitions.stream().filter(condition).map(partition -> topic + "-" + partition.partition());
    }
}
