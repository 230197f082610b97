package io.elmstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.client.KafkaClients;
import io.elmstream.config.Configuration;
import io.elmstream.governor.RecordSignature;
import io.elmstream.governor.SigningKey;
import io.elmstream.wire.ReportRecords;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Sends reports of an instance on one topic, with a producer of its own, so that a broker that does not answer delays
 * nothing else. Reports are signed if there is a key.
 */
final class ReportProducer implements AutoCloseable {

    /** How long a report may wait for a broker before it is sent, in milliseconds. */
    static final int MAX_BLOCK = 2_000;

    private final String topic;
    private final byte[] key;
    private final Optional<SigningKey> signing;
    private final Producer<byte[], byte[]> producer;

    /**
     * @param instanceId the key of the reports
     * @param settings of the producer, besides those of the configuration
     */
    ReportProducer(
            Configuration configuration,
            String topic,
            String instanceId,
            Optional<SigningKey> signing,
            Map<String, Object> settings) {
        this.topic = topic;
        this.key = ReportRecords.key(instanceId).getBytes(UTF_8);
        this.signing = signing;
        Map<String, Object> all = new HashMap<>(settings);
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, configuration.tuning().compression());
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK);
        this.producer = new KafkaClients(configuration.clients()).producer(all);
    }

    /** Returns the key of the reports. */
    byte[] key() {
        return key.clone();
    }

    /**
     * Sends a report.
     *
     * @param at when it was made, in epoch milliseconds
     * @param headers besides the signature
     */
    Future<RecordMetadata> send(byte[] value, long at, Map<String, String> headers, Callback done) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, key, value);
        headers.forEach((name, text) -> message.headers().add(name, text.getBytes(UTF_8)));
        signing.ifPresent(with -> message.headers()
                .add(RecordSignature.HEADER, with.sign(at * 1_000, key, value).header()));
        return producer.send(message, done);
    }

    @Override
    public void close() {
        producer.close(Duration.ofMillis(MAX_BLOCK));
    }
}
