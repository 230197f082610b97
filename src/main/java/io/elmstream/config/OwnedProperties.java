package io.elmstream.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The Kafka properties that Elmstream sets itself, because its guarantees depend on them. Each of them is either set by
 * a key of Elmstream or fixed. This also applies to a property with one of the client prefixes of Kafka Streams:
 * {@code main.consumer.isolation.level} is treated as {@code isolation.level}.
 */
final class OwnedProperties {

    private static final List<String> CLIENT_PREFIXES =
            List.of("main.consumer.", "restore.consumer.", "global.consumer.", "consumer.", "producer.", "admin.");

    private static final String HANDLERS =
            "readings that cannot be scored become dead letters, and any other error must stop the task";
    private static final String BYTES = "the topology reads and writes bytes";
    private static final String OUTCOMES = "the guarantee of one outcome per reading depends on it";
    private static final String DELIVERED =
            "if the producer gives up on a record, later records of its sensor overtake it";
    private static final String ORDER = "the order of a sensor's predictions depends on it";

    /** The property and the key that sets it. */
    private static final Map<String, String> BEHIND_A_KEY = Map.ofEntries(
            Map.entry("application.id", "application.id"),
            Map.entry("group.id", "application.id"),
            Map.entry("bootstrap.servers", "bootstrap.servers"),
            Map.entry("processing.guarantee", "guarantee"),
            Map.entry("num.stream.threads", "threads"),
            Map.entry("state.dir", "state.dir"),
            Map.entry("commit.interval.ms", "commit.interval.ms"),
            Map.entry("poll.ms", "poll.ms"),
            Map.entry("linger.ms", "producer.linger.ms"),
            Map.entry("compression.type", "producer.compression"),
            Map.entry("max.request.size", "dead-letters.max.bytes or governor.max.artefact.bytes"));

    /** The property and the reason why it is fixed. */
    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("deserialization.exception.handler", HANDLERS),
            Map.entry("default.deserialization.exception.handler", HANDLERS),
            Map.entry("processing.exception.handler", HANDLERS),
            Map.entry("processing.exception.handler.global.enabled", HANDLERS),
            Map.entry("production.exception.handler", HANDLERS),
            Map.entry("default.production.exception.handler", HANDLERS),
            Map.entry("errors.dead.letter.queue.topic.name", HANDLERS),
            Map.entry("default.timestamp.extractor", "a reading without a timestamp must become a dead letter"),
            Map.entry("default.key.serde", BYTES),
            Map.entry("default.value.serde", BYTES),
            Map.entry("key.serializer", BYTES),
            Map.entry("value.serializer", BYTES),
            Map.entry("key.deserializer", BYTES),
            Map.entry("value.deserializer", BYTES),
            Map.entry("acks", OUTCOMES),
            Map.entry("enable.idempotence", OUTCOMES),
            Map.entry("transactional.id", OUTCOMES),
            Map.entry("delivery.timeout.ms", DELIVERED),
            Map.entry("retries", DELIVERED),
            Map.entry("enable.auto.commit", OUTCOMES),
            Map.entry("isolation.level", "a reading or model of an aborted transaction must not be used"),
            Map.entry("auto.offset.reset", "a new group starts at the earliest reading"),
            Map.entry("partitioner.class", ORDER),
            Map.entry("partitioner.ignore.keys", ORDER),
            Map.entry(
                    "ensure.explicit.internal.resource.naming",
                    "the names of stored state must not change by accident"));

    private OwnedProperties() {}

    /**
     * Returns why a Kafka property cannot be set.
     *
     * @param property the name used by Kafka Streams, with or without a client prefix
     * @return the reason and what to do instead, as a clause; empty if the property can be passed on
     */
    static Optional<String> refusal(String property) {
        String name = withoutPrefix(property);
        if (BEHIND_A_KEY.containsKey(name)) {
            return Optional.of("the key " + BEHIND_A_KEY.get(name) + " sets it; use that one");
        }
        return Optional.ofNullable(FIXED.get(name)).map(reason -> "it is fixed, because " + reason + "; remove it");
    }

    /** Returns the key of Elmstream that sets a Kafka property. */
    static Optional<String> key(String property) {
        return Optional.ofNullable(BEHIND_A_KEY.get(withoutPrefix(property)));
    }

    /** Returns the names of all owned properties, sorted and without client prefixes. */
    static SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(BEHIND_A_KEY.keySet());
        names.addAll(FIXED.keySet());
        return names;
    }

    /**
     * Checks the properties that the user passes on to Kafka.
     *
     * @param prefix the prefix under which the properties were set
     * @throws ConfigurationException if a property is owned; names the first one in alphabetical order
     */
    static void check(String prefix, Map<String, String> properties) {
        new TreeMap<>(properties)
                .keySet()
                .forEach(property -> refusal(property).ifPresent(refusal -> {
                    throw new ConfigurationException(
                            prefix + property, prefix + property + " cannot be set: " + refusal);
                }));
    }

    private static String withoutPrefix(String property) {
        return CLIENT_PREFIXES.stream()
                .filter(property::startsWith)
                .findFirst()
                .map(prefix -> property.substring(prefix.length()))
                .orElse(property);
    }
}
