package io.elmstream.support;

import io.elmstream.client.PublishedModels;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Timeline;
import io.elmstream.topology.Topics;
import java.util.Map;

/** A real broker and a real registry, wherever they run. */
public interface KafkaUnderTest extends AutoCloseable {

    String bootstrapServers();

    String registryUrl();

    /** The broker stops answering; it keeps its data. */
    void stopBroker();

    /** The broker answers again, at the same address. */
    void startBroker();

    /** The registry stops answering; it keeps its schemas. */
    void stopRegistry();

    /** The registry answers again, at the same address. */
    void startRegistry();

    /** The topics as the catalogue describes them. */
    default void createTopics(Topics topics, int partitions) {
        TestTopics.create(bootstrapServers(), topics, partitions);
    }

    /** The latest timeline of a model on the models topic. */
    default Timeline timeline(Topics topics, String modelId) {
        return PublishedModels.read(Map.of("bootstrap.servers", bootstrapServers()), topics)
                .models()
                .get(new ModelId(modelId))
                .timeline()
                .orElseThrow();
    }

    @Override
    void close();
}
