package io.elmstream.support;

import io.elmstream.embedded.EmbeddedRegistry;
import io.elmstream.embedded.RegistryHome;
import java.nio.file.Path;
import org.testcontainers.kafka.KafkaContainer;

/**
 * Kafka's own container image, where a Docker engine answers, and the embedded registry, which is not what is tested
 * here.
 */
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

    /** Its processes are halted, since a container that was stopped would come back on another port. */
    @Override
    public void stopBroker() {
        broker.getDockerClient().pauseContainerCmd(broker.getContainerId()).exec();
    }

    @Override
    public void startBroker() {
        broker.getDockerClient().unpauseContainerCmd(broker.getContainerId()).exec();
    }

    @Override
    public void stopRegistry() {
        registry.stop();
    }

    @Override
    public void startRegistry() {
        registry.startAgain();
    }

    @Override
    public void close() {
        registry.close();
        broker.stop();
    }
}
