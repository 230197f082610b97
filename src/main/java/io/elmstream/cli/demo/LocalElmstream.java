package io.elmstream.cli.demo;

import io.elmstream.app.Elmstream;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.config.Configuration;
import io.elmstream.config.Guarantee;
import io.elmstream.embedded.EmbeddedCluster;
import io.elmstream.embedded.RegistryHome;
import io.elmstream.governor.Governor;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import io.elmstream.wire.SchemaRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A whole Elmstream on this machine: a real broker, a real registry, and one instance. Closing it leaves nothing
 * behind.
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

    /** Starts everything; takes five to ten seconds. */
    static LocalElmstream start(InferenceSettings inference, Set<String> requiredModels) throws InterruptedException {
        EmbeddedCluster cluster = EmbeddedCluster.start(RegistryHome.find(), Optional.empty());
        Configuration configuration = new Configuration(
                "elmstream",
                Optional.empty(),
                cluster.broker().bootstrapServers(),
                cluster.registry().url(),
                Map.of(),
                true,
                inference,
                new Configuration.GovernorBounds(
                        Duration.ofMillis(Governor.DEFAULT_LEAD),
                        Duration.ofMillis(Governor.DEFAULT_MIN_TRIAL),
                        Governor.DEFAULT_MAX_ARTEFACT_BYTES),
                Configuration.Keys.NONE,
                requiredModels,
                Guarantee.EXACTLY_ONCE_V2,
                1,
                new Configuration.Tuning(Duration.ofMillis(100), Duration.ofMillis(5), Duration.ofMillis(5), "lz4"),
                cluster.dataFolder().resolve("state"),
                Optional.empty(),
                true,
                Map.of(),
                Map.of());
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

    /** The way for commands to this cluster. */
    Connection connection() {
        return new Connection(configuration);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
