package io.elmstream.cli.demo;

import io.elmstream.app.Elmstream;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.client.KafkaClients;
import io.elmstream.config.Configuration;
import io.elmstream.config.Configuration.HttpAddress;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.config.PageSettings;
import io.elmstream.embedded.EmbeddedCluster;
import io.elmstream.embedded.LoopbackPort;
import io.elmstream.embedded.RegistryHome;
import io.elmstream.http.HealthServer;
import io.elmstream.page.Page;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import io.elmstream.wire.SchemaRegistry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A complete Elmstream on this machine: a real broker, a real registry, and one instance. Closing it deletes all data.
 */
final class LocalElmstream implements AutoCloseable {

    private final EmbeddedCluster cluster;
    private final Configuration configuration;
    private final SchemaRegistry registry;
    private final Elmstream elmstream;
    private final String page;

    private LocalElmstream(
            EmbeddedCluster cluster,
            Configuration configuration,
            SchemaRegistry registry,
            Elmstream elmstream,
            String page) {
        this.cluster = cluster;
        this.configuration = configuration;
        this.registry = registry;
        this.elmstream = elmstream;
        this.page = page;
    }

    /**
     * Starts everything; takes five to ten seconds.
     *
     * @param settings configuration by key; the addresses and folders of what is started here are added
     */
    static LocalElmstream start(Map<String, String> settings) throws InterruptedException {
        EmbeddedCluster cluster = EmbeddedCluster.start(RegistryHome.find(), Optional.empty());
        return start(cluster, settings);
    }

    /**
     * Starts everything, with one partition for readings and labels, so that the order is that of all readings.
     *
     * @param settings configuration by key; the addresses and folders of what is started here are added
     */
    static LocalElmstream startWithOnePartition(Map<String, String> settings) throws InterruptedException {
        EmbeddedCluster cluster = EmbeddedCluster.start(RegistryHome.find(), Optional.empty());
        Topics topics = Topics.standard();
        try (Admin admin =
                new KafkaClients(Map.of("bootstrap.servers", cluster.broker().bootstrapServers())).admin()) {
            admin.createTopics(Stream.of(topics.readings(), topics.labels())
                            .map(name -> new NewTopic(name, Optional.of(1), Optional.empty()))
                            .toList())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            cluster.close();
            throw new IllegalStateException("cannot create the topics of the demo: " + e.getCause(), e);
        }
        return start(cluster, settings);
    }

    private static LocalElmstream start(EmbeddedCluster cluster, Map<String, String> settings)
            throws InterruptedException {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(addresses(cluster));
        all.putAll(pageSettings());
        all.put("state.dir", cluster.dataFolder().resolve("state").toString());
        Configuration configuration =
                ConfigurationLoader.load(Optional.empty(), Map.of(), all).configuration();
        SchemaRegistry registry =
                new ApicurioSchemaRegistry(configuration.registryUrl(), Map.of(), Backoff.ofAMinute());
        Configuration prepared = new Connection(configuration).prepareTopics();
        Elmstream elmstream = Elmstream.start(prepared, registry, configuration.stateDirectory());
        cluster.closeFirst(elmstream);
        return new LocalElmstream(
                cluster, configuration, registry, elmstream, servePage(cluster, prepared, registry, elmstream));
    }

    private static Map<String, String> pageSettings() {
        return Map.of(
                "http.port",
                Integer.toString(LoopbackPort.free(RandomGenerator.getDefault())),
                "page.enabled",
                "true",
                "page.token",
                Page.newToken(),
                "page.actions",
                "true");
    }

    private static String servePage(
            EmbeddedCluster cluster, Configuration prepared, SchemaRegistry registry, Elmstream elmstream) {
        PageSettings settings = prepared.page().orElseThrow();
        HttpAddress address = prepared.http().orElseThrow();
        Page page = Page.start(prepared, settings, registry, prepared.stateDirectory());
        cluster.closeFirst(page);
        HealthServer server = HealthServer.start(address, elmstream, List.of(), List.of(page.site()));
        cluster.closeFirst(server);
        return Page.url(address, server.port(), settings);
    }

    private static Map<String, String> addresses(EmbeddedCluster cluster) {
        return Map.of(
                "bootstrap.servers",
                cluster.broker().bootstrapServers(),
                "registry.url",
                cluster.registry().url(),
                "topics.create",
                "true",
                "http.port",
                "0");
    }

    /** Returns the settings by which another instance finds the cluster. */
    Map<String, String> addresses() {
        return addresses(cluster);
    }

    /** Returns the folder of all data, which is deleted at the end. */
    Path folder() {
        return cluster.dataFolder();
    }

    SchemaRegistry registry() {
        return registry;
    }

    /** Returns the address of the live page, with its token. */
    String page() {
        return page;
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
