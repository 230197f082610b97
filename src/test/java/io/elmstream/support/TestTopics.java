package io.elmstream.support;

import io.elmstream.topics.TopicCatalog;
import io.elmstream.topology.TopicRole;
import io.elmstream.topology.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Creates the topics of a test as the catalogue describes them. */
public final class TestTopics {

    private TestTopics() {}

    /**
     * Returns when the broker shows them all: it acknowledges a topic before it can be used.
     *
     * @param partitions of those topics that may have more than one
     */
    public static void create(String bootstrapServers, Topics topics, int partitions) {
        TopicCatalog catalog = TopicCatalog.load().withPartitions(partitions);
        List<NewTopic> all = Arrays.stream(TopicRole.values())
                .map(catalog::spec)
                .map(spec -> new NewTopic(spec.role().nameIn(topics), Optional.of(spec.partitions()), Optional.empty())
                        .configs(spec.settings()))
                .toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(all).all().get();
            List<String> names = all.stream().map(NewTopic::name).toList();
            Waiting.await()
                    .ignoreExceptions()
                    .until(() ->
                            admin.describeTopics(names).allTopicNames().get().size() == names.size());
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("the topics could not be created", e);
        }
    }
}
