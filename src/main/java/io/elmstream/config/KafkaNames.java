package io.elmstream.config;

import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The properties known to Kafka Streams and its clients. Others are passed on as well, because plug-ins define their
 * own.
 */
final class KafkaNames {

    private static final Set<String> NAMES = names();

    private KafkaNames() {}

    static boolean isKnown(String name) {
        return NAMES.contains(name);
    }

    /** Returns all names, without client prefixes. */
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
