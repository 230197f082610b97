package io.elmstream.topics;

import io.elmstream.topology.TopicRole;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;

/**
 * How a topic is meant to be.
 *
 * @param role what it is for
 * @param name the name where nothing else is configured
 * @param summary what it carries, one sentence
 * @param partitions for a new topic, 1 or more
 * @param fixedPartitions whether no other number of partitions works
 * @param cleanup what happens to old records
 * @param retention how long records stay; empty for ever
 * @param maxMessageBytes the largest record; empty takes the broker's bound
 * @param brokerTime whether a broker sets the timestamps of records, and not who sends them
 * @param key what a record's key is
 * @param value what a record's value is: the name of an Avro schema, or words
 * @param writers who may write
 * @param readers who may read
 */
public record TopicSpec(
        TopicRole role,
        String name,
        String summary,
        int partitions,
        boolean fixedPartitions,
        Cleanup cleanup,
        Optional<Duration> retention,
        OptionalInt maxMessageBytes,
        boolean brokerTime,
        String key,
        String value,
        List<PrincipalRole> writers,
        List<PrincipalRole> readers) {

    /** What happens to old records. */
    public enum Cleanup {
        /** They are removed after the retention. */
        DELETE(TopicConfig.CLEANUP_POLICY_DELETE),
        /** They are removed once a newer record has the same key. */
        COMPACT(TopicConfig.CLEANUP_POLICY_COMPACT);

        private final String kafkaName;

        Cleanup(String kafkaName) {
            this.kafkaName = kafkaName;
        }

        /** The value of Kafka's {@code cleanup.policy}. */
        public String kafkaName() {
            return kafkaName;
        }
    }

    public TopicSpec {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be 1 or more, but is " + partitions);
        }
        writers = List.copyOf(writers);
        readers = List.copyOf(readers);
    }

    TopicSpec withPartitions(int number) {
        return new TopicSpec(
                role,
                name,
                summary,
                number,
                fixedPartitions,
                cleanup,
                retention,
                maxMessageBytes,
                brokerTime,
                key,
                value,
                writers,
                readers);
    }

    /** The settings of a new topic, as Kafka names them. */
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanup.kafkaName());
        settings.put(
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(retention.map(Duration::toMillis).orElse(-1L)));
        maxMessageBytes.ifPresent(bytes -> settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes)));
        if (brokerTime) {
            settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, TimestampType.LOG_APPEND_TIME.name);
        }
        return settings;
    }
}
