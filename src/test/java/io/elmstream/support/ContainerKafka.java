package io.elmstream.support;

import io.elmstream.embedded.EmbeddedRegistry;
import io.elmstream.embedded.RegistryHome;
import java.nio.file.Path;
import org.testcontainers.kafka.KafkaContainer;

/** Kafka's own container image, where a Docker engine answers, and the embedded registry, which is not what is tested here. */
public final class ContainerKafka implements KafkaUnderTest {

    private final KafkaContainer broker = new KafkaContainer("apache/kafka:4.3.1");
    private final EmbeddedRegistry registry;

    public ContainerKafka(Path folder) {
        broker.start();
        registry = EmbeddedRegistry.start(RegistryHome.find(), folder.resolve("registry"));
    }

    @Override
    public String bootstrapServers() {
        return broker.getBootstrapServers();
    }

    @Override
    public String registryUrl() {
        return registry.url();
    }

    @Override
    public void close() {
        registry.close();
        broker.stop();
    }
}
