package io.elmstream.support;

import io.elmstream.topology.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Creates the topics of a test. */
public final class TestTopics {

    private TestTopics() {}

    public static void create(String bootstrapServers, Topics topics, int partitions) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(
                            new NewTopic(topics.readings(), partitions, (short) 1),
                            new NewTopic(topics.predictions(), partitions, (short) 1),
                            new NewTopic(topics.alerts(), partitions, (short) 1),
                            new NewTopic(topics.deadLetters(), partitions, (short) 1),
                            new NewTopic(topics.modelControl(), 1, (short) 1),
                            new NewTopic(topics.modelStatus(), 1, (short) 1),
                            new NewTopic(topics.models(), 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("the topics could not be created", e);
        }
    }
}
