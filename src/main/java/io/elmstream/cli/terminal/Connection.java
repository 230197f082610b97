package io.elmstream.cli.terminal;

import io.elmstream.client.ClusterId;
import io.elmstream.client.KafkaClients;
import io.elmstream.client.ModelControl;
import io.elmstream.client.ModelsTable;
import io.elmstream.client.PublishedModels;
import io.elmstream.client.StatusTopic;
import io.elmstream.config.Configuration;
import io.elmstream.governor.SignatureScope;
import io.elmstream.governor.SigningKey;
import io.elmstream.model.ModelId;
import io.elmstream.topics.TopicAdmin;
import io.elmstream.topics.TopicCatalog;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import io.elmstream.wire.SchemaRegistry;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

/** A command's connection to the configured cluster and registry. */
public record Connection(Configuration configuration) {

    private static final Backoff OF_SECONDS =
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(3), Backoff.SLEEP);

    public Topics topics() {
        return configuration.inference().topics();
    }

    /**
     * Returns the registry after checking that it is available. Unlike instances, commands do not wait for it.
     *
     * @throws CommandFailure if nothing answers within seconds
     */
    public SchemaRegistry registry() {
        new ClusterCheck(configuration).registry();
        return new ApicurioSchemaRegistry(configuration.registryUrl(), configuration.registryClient(), OF_SECONDS);
    }

    /** Creates and checks the topics as an instance does before it starts; returns the effective configuration. */
    public Configuration prepareTopics() throws InterruptedException {
        try (Admin admin = admin()) {
            return new TopicAdmin(admin, configuration, TopicCatalog.load()).prepare();
        }
    }

    /** Reads the models topic. */
    public PublishedModels published() {
        return PublishedModels.read(clients(), topics());
    }

    /**
     * Reads the models topic and requires a model.
     *
     * @param field the option or key that contained the id
     * @throws CommandFailure if the model has not been published
     */
    public PublishedModels published(ModelId id, String field) {
        PublishedModels published = published();
        NoSuchModel.refuse(id, published.models().keySet(), field);
        return published;
    }

    /** Reads the recent messages of the status topic. */
    public StatusTopic status() {
        return StatusTopic.read(clients(), topics(), System.currentTimeMillis());
    }

    /** Reads every version of every model from both topics. */
    public ModelsTable models() {
        return ModelsTable.read(clients(), topics(), System.currentTimeMillis());
    }

    public ModelControl control(Duration patience, Optional<PrivateKey> signWith) {
        Optional<SigningKey> signing = signWith.map(key ->
                new SigningKey(key, SignatureScope.commands(configuration.applicationId(), ClusterId.of(clients()))));
        return new ModelControl(clients(), topics(), registry(), patience, signing);
    }

    /** Returns the properties of a plain Kafka client: the brokers, and the user's settings for Kafka. */
    public Map<String, Object> clients() {
        return configuration.clients();
    }

    /** Creates an admin client. */
    public Admin admin() {
        return new KafkaClients(clients()).admin();
    }

    /** Creates a producer of raw records. */
    public Producer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(ProducerConfig.LINGER_MS_CONFIG, 5));
        settings.putAll(more);
        return new KafkaClients(clients()).producer(settings);
    }

    /** Creates a read_committed consumer of raw records. */
    public Consumer<byte[], byte[]> consumer(Map<String, Object> more) {
        return new KafkaClients(clients()).consumer(more);
    }
}
