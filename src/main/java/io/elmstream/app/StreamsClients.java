package io.elmstream.app;

import io.elmstream.readings.Mappings;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.wire.AskedSchemas;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The Kafka clients of an application: Kafka's own, a producer that commits nothing after it has lost a record, and a
 * consumer that holds back readings whose schema is not known yet, and joins the others to bundles. Under
 * {@code group.protocol=streams} Kafka Streams creates the consumer itself; then the thread waits, and each reading is
 * a record of its own.
 */
public final class StreamsClients implements KafkaClientSupplier {

    private final UnaryOperator<Consumer<byte[], byte[]>> holding;

    private StreamsClients(UnaryOperator<Consumer<byte[], byte[]>> holding) {
        this.holding = holding;
    }

    /**
     * Creates the clients of the application that scores readings.
     *
     * @param schemas answers whether the schema of a reading is known; the same that the topology reads with
     */
    public static StreamsClients ofInference(InferenceSettings settings, AskedSchemas schemas) {
        return new StreamsClients(consumer -> BundlingConsumer.of(
                HoldingConsumer.of(consumer, new ReadingGate(settings.mappings(), schemas)),
                settings.mappings(),
                settings.bundleSize()));
    }

    /** Creates the clients of the learner, which reads other topics beside readings, and each record by itself. */
    static StreamsClients ofLearner(Mappings mappings, AskedSchemas schemas) {
        return new StreamsClients(consumer -> HoldingConsumer.of(consumer, new ReadingGate(mappings, schemas)));
    }

    /** Creates the clients of the governor, whose input needs no registry. */
    static StreamsClients ofGovernor() {
        return new StreamsClients(UnaryOperator.identity());
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        return config.containsKey(ProducerConfig.TRANSACTIONAL_ID_CONFIG)
                ? new WholeTransactions(producer)
                : new GaplessProducer(producer);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return holding.apply(plain(config));
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return plain(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return plain(config);
    }

    private static Consumer<byte[], byte[]> plain(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
