package io.elmstream.app;

import io.elmstream.config.Configuration;
import io.elmstream.config.InstanceId;
import io.elmstream.governor.Upload;
import io.elmstream.topology.OutputLimit;
import io.elmstream.topology.inference.RefusalHandler;
import io.elmstream.topology.inference.RefusedReadings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/**
 * The Kafka properties of the three applications. Properties that a guarantee depends on are set here and cannot be
 * overridden, see {@link OwnedProperties}. The user's other {@code kafka.*} properties apply to all of them, and
 * {@code governor.kafka.*} and {@code learn.kafka.*} override them for the governor and the learner.
 */
public final class StreamsProperties {

    /**
     * Defaults that differ from Kafka's and that users may override. The readings of an instance that died are not
     * processed until the session times out, 45 seconds by Kafka's default; the newer group protocols do not accept
     * this setting from clients. The readings of a new partition are not processed until metadata is refreshed, 5
     * minutes by Kafka's default; refreshing more often costs a request of a few kilobytes each time. All records of a
     * poll are in memory at once, and a changelog may contain keys of a megabyte that were written before keys were
     * bounded. The producer needs two buffers of a block, which has 64 kB in LZ4, for each of its batches, however
     * small the batch is; with Kafka's default of 16 kB, they are half of all that an instance allocates.
     */
    public static final Map<String, String> DEFAULTS = Map.of(
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            "10000",
            ConsumerConfig.METADATA_MAX_AGE_CONFIG,
            "10000",
            ProducerConfig.BATCH_SIZE_CONFIG,
            "65536",
            StreamsConfig.restoreConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
            "100");

    /**
     * The setting for the number of records per poll, which the governor sets to 1. A stream thread reads the clock
     * once for all records that it has polled, and commits after them. A command that waited behind others would get an
     * effective time that has already passed when the timeline becomes known.
     */
    public static final String ONE_BY_ONE = StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG);

    private static final String GROUP_PROTOCOL = "group.protocol";
    private static final String STREAMS_PROTOCOL = "streams";
    private static final String BUFFERED = StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG;
    /** Kafka's default. */
    private static final int BUFFERED_READINGS = 1_000;

    /** Others are left to Kafka, which rejects them. */
    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,9}");

    private static final String READ_COMMITTED = "read_committed";

    private StreamsProperties() {}

    /** @param lost receives what the consumers read */
    static Properties inference(Configuration configuration, Path folder, LostReadings lost, RefusedReadings refused) {
        Properties properties = inference(configuration, folder, refused);
        intercept(
                properties,
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
                LossInterceptor.class);
        intercept(
                properties,
                StreamsConfig.globalConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
                ModelTimestamps.class);
        properties.put(StreamsConfig.mainConsumerPrefix(LossInterceptor.LOST_READINGS), lost);
        return properties;
    }

    /** Appends an interceptor to those that are configured for the consumer, or for all consumers. */
    private static void intercept(Properties properties, String setting, Class<?> interceptor) {
        String given = Stream.of(
                        setting,
                        StreamsConfig.consumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
                        ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG)
                .filter(properties::containsKey)
                .map(key -> properties.get(key) + ",")
                .findFirst()
                .orElse("");
        properties.put(setting, given + interceptor.getName());
    }

    /**
     * @param folder for this instance's state, used by no other process
     * @param refused receives the records that brokers refuse
     */
    public static Properties inference(Configuration configuration, Path folder, RefusedReadings refused) {
        Configuration.Tuning tuning = configuration.tuning();
        Map<String, Object> own = common(configuration, folder.resolve("inference"));
        own.put(StreamsConfig.APPLICATION_ID_CONFIG, configuration.applicationId());
        own.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                configuration.guarantee().kafkaName());
        own.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, configuration.threads());
        own.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, tuning.commitInterval().toMillis());
        own.put(StreamsConfig.POLL_MS_CONFIG, tuning.poll().toMillis());
        own.put(
                producer(ProducerConfig.LINGER_MS_CONFIG),
                tuning.producerLinger().toMillis());
        own.put(producer(ProducerConfig.COMPRESSION_TYPE_CONFIG), tuning.compression());
        own.put(
                producer(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                OutputLimit.requestBytes(configuration.inference().maxDeadLetterBytes()));
        // Kafka Streams sets it under exactly-once. Without it, only one task learns that a record expired, and the
        // others commit.
        own.put(producer(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG), Integer.MAX_VALUE);
        own.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, RefusalHandler.class);
        own.put(RefusalHandler.REFUSED, refused);
        own.put(RefusalHandler.TOPICS, configuration.inference().topics());
        Properties all = merged(InstanceId.of(configuration, folder), configuration.kafka(), own);
        boundBuffer(all, configuration.inference().bundleSize());
        return all;
    }

    /**
     * Kafka Streams stops fetching a partition by the number of records in its queue, also while it is paused. One of
     * them may be a bundle; under the newer protocol there are none.
     */
    private static void boundBuffer(Properties all, int bundleSize) {
        Object readings = all.getOrDefault(BUFFERED, Integer.toString(BUFFERED_READINGS));
        boolean bundles = bundleSize > 1 && !STREAMS_PROTOCOL.equalsIgnoreCase(all.getProperty(GROUP_PROTOCOL));
        if (bundles && WHOLE_NUMBER.matcher(readings.toString()).matches()) {
            int records = Integer.parseInt(readings.toString());
            all.put(BUFFERED, Math.max(1, (records + bundleSize - 1) / bundleSize));
        }
    }

    /** @param folder for this instance's state, used by no other process */
    public static Properties governor(Configuration configuration, Path folder) {
        Map<String, Object> own = common(configuration, folder.resolve("governor"));
        own.put(StreamsConfig.APPLICATION_ID_CONFIG, configuration.governorId());
        // a command is judged exactly once, whatever guarantee is configured for readings
        own.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        own.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        own.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 50);
        own.put(producer(ProducerConfig.LINGER_MS_CONFIG), 0);
        own.put(ONE_BY_ONE, 1);
        own.put(producer(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), OutputLimit.requestBytes(Upload.MAX_RECORD_BYTES));
        Map<String, String> given = new HashMap<>(configuration.kafka());
        given.putAll(configuration.governorKafka());
        return merged(InstanceId.of(configuration, folder) + "-governor", given, own);
    }

    /** @param folder for this instance's state, used by no other process */
    public static Properties learner(Configuration configuration, Path folder) {
        Map<String, Object> own = common(configuration, folder.resolve("learner"));
        own.put(StreamsConfig.APPLICATION_ID_CONFIG, configuration.learnerId());
        // a row that is learnt twice counts twice for ever, whatever guarantee is configured for readings
        own.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        own.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, configuration.learner().threads());
        own.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        own.put(producer(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), OutputLimit.requestBytes(Upload.MAX_RECORD_BYTES));
        Map<String, String> given = new HashMap<>(configuration.kafka());
        given.putAll(configuration.learner().kafka());
        return merged(InstanceId.of(configuration, folder) + "-learner", given, own);
    }

    @SuppressWarnings("deprecation") // deprecated because it will become the default; required until then
    private static Map<String, Object> common(Configuration configuration, Path folder) {
        Map<String, Object> own = new HashMap<>();
        own.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, configuration.bootstrapServers());
        own.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        own.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailExceptionHandler.class);
        own.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailProcessingExceptionHandler.class);
        own.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        own.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        own.put(producer(ProducerConfig.ACKS_CONFIG), "all");
        // a model must not be served, and a reading must not be scored, if its transaction was aborted
        own.put(StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), READ_COMMITTED);
        return own;
    }

    /**
     * @param clientId prefix of the names of threads and clients, and so of their metrics; Kafka Streams would choose a
     *     random one at each start
     */
    private static Properties merged(String clientId, Map<String, String> given, Map<String, Object> own) {
        Properties all = new Properties();
        all.put(StreamsConfig.CLIENT_ID_CONFIG, clientId);
        all.putAll(DEFAULTS);
        if (given.containsKey(GROUP_PROTOCOL)) {
            all.remove(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
        }
        all.putAll(given);
        all.putAll(own);
        return all;
    }

    private static String producer(String key) {
        return StreamsConfig.producerPrefix(key);
    }
}
