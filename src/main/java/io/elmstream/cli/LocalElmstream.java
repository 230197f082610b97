package io.elmstream.cli;

import io.elmstream.app.Configuration;
import io.elmstream.app.Elmstream;
import io.elmstream.app.Guarantee;
import io.elmstream.embedded.EmbeddedCluster;
import io.elmstream.embedded.RegistryHome;
import io.elmstream.model.Governor;
import io.elmstream.topology.InferenceSettings;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import io.elmstream.wire.SchemaRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A whole Elmstream on this machine: a real broker, a real registry, and one instance. Closing it leaves nothing behind. */
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
    static LocalElmstream start(InferenceSettings inference, Set<String> requiredModels, int partitions) {
        EmbeddedCluster cluster = EmbeddedCluster.start(RegistryHome.find(), Optional.empty());
        Configuration configuration = new Configuration(
                "elmstream",
                cluster.broker().bootstrapServers(),
                cluster.registry().url(),
                Map.of(),
                inference,
                new Configuration.GovernorBounds(
                        Duration.ofMillis(Governor.DEFAULT_LEAD), Governor.DEFAULT_MAX_ARTEFACT_BYTES),
                requiredModels,
                Guarantee.EXACTLY_ONCE_V2,
                1,
                new Configuration.Tuning(Duration.ofMillis(100), Duration.ofMillis(5), Duration.ofMillis(5), "lz4"),
                cluster.dataFolder().resolve("state"),
                Optional.empty(),
                true,
                Map.of());
        SchemaRegistry registry = new ApicurioSchemaRegistry(configuration.registryUrl(), Map.of(), Backoff.ofAMinute());
        new TopicSetup(clients(configuration)).create(inference.topics(), partitions);
        Elmstream elmstream = Elmstream.start(configuration, registry, configuration.stateDirectory());
        cluster.closeFirst(elmstream);
        return new LocalElmstream(cluster, configuration, registry, elmstream);
    }

    Topics topics() {
        return configuration.inference().topics();
    }

    SchemaRegistry registry() {
        return registry;
    }

    Elmstream elmstream() {
        return elmstream;
    }

    /** What a Kafka client needs to reach the broker. */
    Map<String, Object> clients() {
        return clients(configuration);
    }

    /** A producer of raw records. */
    Producer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>(clients());
        settings.put("linger.ms", 5);
        settings.put("acks", "all");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A consumer of raw records that sees committed ones only, from the beginning. */
    Consumer<byte[], byte[]> consumer(String group) {
        Map<String, Object> settings = new HashMap<>(clients());
        settings.put("group.id", group);
        settings.put("auto.offset.reset", "earliest");
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        cluster.close();
    }

    private static Map<String, Object> clients(Configuration configuration) {
        return Map.of("bootstrap.servers", configuration.bootstrapServers());
    }
}
