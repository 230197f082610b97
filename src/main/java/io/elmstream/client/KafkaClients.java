package io.elmstream.client;

import java.util.HashMap;
import java.util.Map;
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
 * Makes plain Kafka clients of one cluster, for records of raw bytes. Those of stream threads come from
 * {@link org.apache.kafka.streams.KafkaClientSupplier}.
 *
 * @param settings how to reach the cluster: {@code bootstrap.servers} and what else the user set
 */
public record KafkaClients(Map<String, Object> settings) {

    public KafkaClients {
        settings = Map.copyOf(settings);
    }

    /** @throws KafkaException if the settings do not fit together, or no broker's name is known */
    public Admin admin() {
        return Admin.create(settings);
    }

    /**
     * A producer whose records all copies acknowledge.
     *
     * @param more settings, which win over those of the cluster
     * @throws KafkaException as for {@link #admin}
     */
    public Producer<byte[], byte[]> producer(Map<String, ?> more) {
        Map<String, Object> all = with(Map.of(ProducerConfig.ACKS_CONFIG, "all"), more);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * A consumer that sees committed records only, and commits no position by itself.
     *
     * @throws KafkaException as for {@link #admin}
     */
    public Consumer<byte[], byte[]> consumer() {
        return consumer(Map.of());
    }

    /**
     * The same with other settings.
     *
     * @param more settings, which win over those of the cluster
     * @throws KafkaException as for {@link #admin}
     */
    public Consumer<byte[], byte[]> consumer(Map<String, ?> more) {
        Map<String, Object> committed = Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        return new KafkaConsumer<>(with(committed, more), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> with(Map<String, ?> own, Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(own);
        all.putAll(more);
        return all;
    }
}
