package io.elmstream.bench;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import io.elmstream.app.Elmstream;
import io.elmstream.client.KafkaClients;
import io.elmstream.client.ModelControl;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.config.Guarantee;
import io.elmstream.embedded.EmbeddedCluster;
import io.elmstream.embedded.RegistryHome;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.topics.TopicAdmin;
import io.elmstream.topics.TopicCatalog;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import io.elmstream.wire.RegistryRequests;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A real broker and a real registry for measuring, with a model that serves. */
final class BenchCluster implements AutoCloseable {

    static final int PARTITIONS = 2;

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final EmbeddedCluster cluster = EmbeddedCluster.start(RegistryHome.find(), Optional.empty());
    private final SchemaRegistry registry =
            new ApicurioSchemaRegistry(cluster.registry().url(), Map.of(), Backoff.ofAMinute());
    private final Admin admin = new KafkaClients(clients()).admin();

    /** Creates the topics, publishes the model and makes it the champion. */
    @SuppressWarnings("try") // it need only run
    void serve(byte[] artefact) throws InterruptedException {
        Configuration configuration = configuration("bench-setup", Guarantee.EXACTLY_ONCE_V2, Map.of());
        createTopics(configuration);
        try (Elmstream elmstream = Elmstream.start(configuration, registry, folder("setup"));
                ModelControl control = control()) {
            champion(control, 1, artefact);
        }
    }

    /** Creates the topics that the configuration names. */
    void createTopics(Configuration configuration) throws InterruptedException {
        new TopicAdmin(admin, configuration, TopicCatalog.load().withPartitions(PARTITIONS)).createMissing();
    }

    /** Commands to the governor of this cluster. */
    ModelControl control() {
        return new ModelControl(clients(), topics(), registry, PATIENCE, Optional.empty());
    }

    /** Publishes a version and makes it the champion. */
    static void champion(ModelControl control, int version, byte[] artefact) {
        accepted(control.publish(new VersionKey(new ModelId(BenchModel.ID), version), artefact, false));
        accepted(control.activate(new VersionKey(new ModelId(BenchModel.ID), version)));
    }

    /** A configuration against this cluster. */
    Configuration configuration(String applicationId, Guarantee guarantee, Map<String, String> more) {
        Map<String, String> flags = new HashMap<>(Map.of(
                "application.id", applicationId,
                "bootstrap.servers", cluster.broker().bootstrapServers(),
                "registry.url", cluster.registry().url(),
                "guarantee", guarantee.kafkaName(),
                "models.default", BenchModel.ID,
                "models.required", "",
                "state.dir", folder(applicationId).toString()));
        flags.putAll(more);
        return ConfigurationLoader.load(Optional.empty(), Map.of(), flags).configuration();
    }

    void createTopic(String name) throws InterruptedException {
        createTopic(name, Map.of());
    }

    /** @param settings of the topic */
    void createTopic(String name, Map<String, String> settings) throws InterruptedException {
        try {
            admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1).configs(settings)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topic " + name + " could not be created", e);
        }
        awaitKnown(name);
    }

    /** A broker that is busy answers that a topic was created before it knows the partitions itself. */
    private void awaitKnown(String topic) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                admin.describeTopics(List.of(topic)).allTopicNames().get();
                return;
            } catch (ExecutionException e) {
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }
        throw new IllegalStateException("the topic " + topic + " did not appear in time");
    }

    void deleteTopic(String name) throws InterruptedException {
        try {
            admin.deleteTopics(Set.of(name)).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topic " + name + " could not be deleted", e);
        }
    }

    Topics topics() {
        return Topics.standard();
    }

    SchemaRegistry registry() {
        return registry;
    }

    /** Registers the schemas of records. */
    BenchSchemas schemas() {
        RegistryClientFacade client = RegistryRequests.client(
                new SchemaResolverConfig(Map.of(SchemaResolverConfig.REGISTRY_URL, registryUrl())));
        return new BenchSchemas() {
            @Override
            public int register(String topic, Schema schema) {
                return registry.register(topic, schema);
            }

            @Override
            public int register(String topic, FileDescriptor schema) {
                String text =
                        Base64.getEncoder().encodeToString(schema.toProto().toByteArray());
                return client.createSchema(
                                "PROTOBUF", "default", topic, null, "FIND_OR_CREATE_VERSION", false, text, Set.of())
                        .getContentId()
                        .intValue();
            }
        };
    }

    Admin admin() {
        return admin;
    }

    String registryUrl() {
        return cluster.registry().url();
    }

    Path folder(String name) {
        return cluster.dataFolder().resolve("state").resolve(name);
    }

    Map<String, Object> clients() {
        return Map.of("bootstrap.servers", cluster.broker().bootstrapServers());
    }

    private static void accepted(Optional<ModelStatus> answer) {
        if (answer.isEmpty() || answer.get().getOutcome() == CommandOutcome.REFUSED) {
            throw new IllegalStateException("the governor did not take the bench model: " + answer);
        }
    }

    @Override
    public void close() {
        admin.close();
        cluster.close();
    }
}
