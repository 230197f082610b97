package io.elmstream.app;

import io.elmstream.wire.AskedSchemas;
import io.elmstream.wire.SchemaGate;
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
 * The Kafka clients of an application: Kafka's own, a producer that commits no more once it has lost anything, and a
 * consumer of readings that holds back what cannot be judged yet. Under {@code group.protocol=streams} Kafka Streams
 * makes that consumer itself; then the thread waits.
 */
final class StreamsClients implements KafkaClientSupplier {

    private final UnaryOperator<Consumer<byte[], byte[]>> holding;

    private StreamsClients(UnaryOperator<Consumer<byte[], byte[]>> holding) {
        this.holding = holding;
    }

    /** For the application that scores readings. */
    static StreamsClients ofInference(AskedSchemas schemas) {
        return new StreamsClients(consumer -> HoldingConsumer.of(consumer, new SchemaGate(schemas)));
    }

    /** For the governor, which reads what needs no registry. */
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
