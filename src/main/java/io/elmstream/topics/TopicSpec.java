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
 * The required settings of a topic.
 *
 * @param role the role of the topic
 * @param name the default name
 * @param summary its contents, in one sentence
 * @param partitions the number of partitions of a new topic, 1 or more
 * @param fixedPartitions whether this number of partitions is mandatory
 * @param cleanup the cleanup policy
 * @param retention the retention time; empty if records are kept forever
 * @param segment the longest time that a segment of the log takes records, after which its retention begins; empty for
 *     the broker's default, which keeps few records for longer than their retention
 * @param maxMessageBytes the largest size of a record; empty for the broker's default
 * @param brokerTime whether the broker sets the timestamps of records instead of the producer
 * @param key a description of the record key
 * @param value the name of the Avro schema of the record value, or a description
 * @param writers the principals that are allowed to write
 * @param readers the principals that are allowed to read
 * @param pageReaders the principals that read it besides where there is a live page
 * @param pageWriters the principals that write it besides where the live page has actions
 */
public record TopicSpec(
        TopicRole role,
        String name,
        String summary,
        int partitions,
        boolean fixedPartitions,
        Cleanup cleanup,
        Optional<Duration> retention,
        Optional<Duration> segment,
        OptionalInt maxMessageBytes,
        boolean brokerTime,
        String key,
        String value,
        List<PrincipalRole> writers,
        List<PrincipalRole> readers,
        List<PrincipalRole> pageReaders,
        List<PrincipalRole> pageWriters) {

    /** The cleanup policy. */
    public enum Cleanup {
        /** Records are deleted after the retention time. */
        DELETE(TopicConfig.CLEANUP_POLICY_DELETE),
        /** Records are deleted once there is a newer record with the same key. */
        COMPACT(TopicConfig.CLEANUP_POLICY_COMPACT);

        private final String kafkaName;

        Cleanup(String kafkaName) {
            this.kafkaName = kafkaName;
        }

        /** Returns the value of Kafka's {@code cleanup.policy}. */
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
        pageReaders = List.copyOf(pageReaders);
        pageWriters = List.copyOf(pageWriters);
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
                segment,
                maxMessageBytes,
                brokerTime,
                key,
                value,
                writers,
                readers,
                pageReaders,
                pageWriters);
    }

    /** Returns the settings of a new topic, by Kafka's names. */
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanup.kafkaName());
        settings.put(
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(retention.map(Duration::toMillis).orElse(-1L)));
        segment.ifPresent(time -> settings.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(time.toMillis())));
        maxMessageBytes.ifPresent(bytes -> settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes)));
        if (brokerTime) {
            settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, TimestampType.LOG_APPEND_TIME.name);
        }
        return settings;
    }
}
