package io.elmstream.cli.demo;

import io.elmstream.app.Elmstream;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.embedded.EmbeddedCluster;
import io.elmstream.embedded.RegistryHome;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import io.elmstream.wire.SchemaRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A complete Elmstream on this machine: a real broker, a real registry, and one instance. Closing it deletes all data.
 */
final class LocalElmstream implements AutoCloseable {

    private final EmbeddedCluster cluster;
    private final Configuration configuration;
    private final SchemaRegistry registry;
    private final Elmstream elmstream;

    private LocalElmstream(
            EmbeddedCluster cluster, Configuration configuration, SchemaRegistry registry, Elmstream elmstream) {
        this.cluster = cluster;
        this.configuration = configuration;
        this.registry = registry;
        this.elmstream = elmstream;
    }

    /**
     * Starts everything; takes five to ten seconds.
     *
     * @param settings configuration by key; the addresses and folders of what is started here are added
     */
    static LocalElmstream start(Map<String, String> settings) throws InterruptedException {
        EmbeddedCluster cluster = EmbeddedCluster.start(RegistryHome.find(), Optional.empty());
        Map<String, String> all = new HashMap<>(settings);
        all.put("bootstrap.servers", cluster.broker().bootstrapServers());
        all.put("registry.url", cluster.registry().url());
        all.put("state.dir", cluster.dataFolder().resolve("state").toString());
        all.put("topics.create", "true");
        all.put("http.port", "0");
        Configuration configuration =
                ConfigurationLoader.load(Optional.empty(), Map.of(), all).configuration();
        SchemaRegistry registry =
                new ApicurioSchemaRegistry(configuration.registryUrl(), Map.of(), Backoff.ofAMinute());
        Configuration prepared = new Connection(configuration).prepareTopics();
        Elmstream elmstream = Elmstream.start(prepared, registry, configuration.stateDirectory());
        cluster.closeFirst(elmstream);
        return new LocalElmstream(cluster, configuration, registry, elmstream);
    }

    SchemaRegistry registry() {
        return registry;
    }

    Elmstream elmstream() {
        return elmstream;
    }

    /** Returns a connection for commands to this cluster. */
    Connection connection() {
        return new Connection(configuration);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
