package io.elmstream.client;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Creates plain Kafka clients of one cluster, for records of raw bytes. The clients of stream threads come from
 * {@link org.apache.kafka.streams.KafkaClientSupplier}.
 *
 * @param settings the properties of the clients: {@code bootstrap.servers} and those set by the user
 */
public record KafkaClients(Map<String, Object> settings) {

    /** What only members of a group have; a plain consumer rejects the protocol {@code streams}. */
    private static final Set<String> OF_MEMBERS =
            Set.of(ConsumerConfig.GROUP_PROTOCOL_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);

    public KafkaClients {
        settings = Map.copyOf(settings);
    }

    /**
     * Creates an admin client.
     *
     * @throws KafkaException if the settings are inconsistent, or no broker's host name can be resolved
     */
    public Admin admin() {
        return Admin.create(settings);
    }

    /**
     * Creates a producer with {@code acks=all}.
     *
     * @param more additional settings, which override those of the cluster
     * @throws KafkaException as for {@link #admin}
     */
    public Producer<byte[], byte[]> producer(Map<String, ?> more) {
        Map<String, Object> all = with(Map.of(ProducerConfig.ACKS_CONFIG, "all"), more);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Creates a consumer that reads committed records only and does not commit offsets automatically.
     *
     * @throws KafkaException as for {@link #admin}
     */
    public Consumer<byte[], byte[]> consumer() {
        return consumer(Map.of());
    }

    /**
     * Creates a consumer with additional settings.
     *
     * @param more additional settings, which override those of the cluster
     * @throws KafkaException as for {@link #admin}
     */
    public Consumer<byte[], byte[]> consumer(Map<String, ?> more) {
        Map<String, Object> committed = Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        Map<String, Object> all = with(committed, more);
        all.keySet().removeAll(OF_MEMBERS);
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> with(Map<String, ?> own, Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(own);
        all.putAll(more);
        return all;
    }
}
