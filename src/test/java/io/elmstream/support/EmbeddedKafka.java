package io.elmstream.support;

import io.elmstream.embedded.EmbeddedCluster;
import io.elmstream.embedded.RegistryHome;
import java.util.Optional;

/** The embedded broker and registry. */
public final class EmbeddedKafka implements KafkaUnderTest {

    private final EmbeddedCluster cluster = EmbeddedCluster.start(RegistryHome.find(), Optional.empty());

    public EmbeddedCluster cluster() {
        return cluster;
    }

    @Override
    public String bootstrapServers() {
        return cluster.broker().bootstrapServers();
    }

    @Override
    public String registryUrl() {
        return cluster.registry().url();
    }

    @Override
    public void stopBroker() {
        cluster.broker().stop();
    }

    @Override
    public void startBroker() {
        cluster.broker().startAgain();
    }

    @Override
    public void stopRegistry() {
        cluster.registry().stop();
    }

    @Override
    public void startRegistry() {
        cluster.registry().startAgain();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
