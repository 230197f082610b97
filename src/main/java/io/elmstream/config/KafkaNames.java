package io.elmstream.config;

import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The properties that Kafka Streams and its clients know. Others pass through too: plug-ins have properties of their
 * own.
 */
final class KafkaNames {

    private static final Set<String> NAMES = names();

    private KafkaNames() {}

    static boolean isKnown(String name) {
        return NAMES.contains(name);
    }

    /** All names, without the prefixes of single clients. */
    static Set<String> all() {
        return NAMES;
    }

    private static Set<String> names() {
        Set<String> names = new TreeSet<>(StreamsConfig.configDef().names());
        names.addAll(ConsumerConfig.configNames());
        names.addAll(ProducerConfig.configNames());
        names.addAll(AdminClientConfig.configNames());
        return Set.copyOf(names);
    }
}
