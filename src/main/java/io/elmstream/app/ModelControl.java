package io.elmstream.app;

import io.elmstream.governor.Command;
import io.elmstream.model.ModelId;
import io.elmstream.topology.Topics;
import io.elmstream.wire.CommandRecords;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.ModelCommand;
import io.elmstream.wire.avro.ModelStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends commands about models to the governor and waits for its answers. Not safe for threads. */
public final class ModelControl implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Topics topics;
    private final Duration patience;
    private final int commandSchema;
    private final ControlCodec<ModelCommand> commands = ControlCodec.commands();
    private final ControlCodec<ModelStatus> statuses = ControlCodec.statuses();
    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;

    /**
     * @param kafka how to reach the cluster: {@code bootstrap.servers} and what else the client needs
     * @param patience how long to wait for an answer
     */
    public ModelControl(Map<String, Object> kafka, Topics topics, SchemaRegistry registry, Duration patience) {
        this.topics = topics;
        this.patience = patience;
        this.commandSchema = registry.register(topics.modelControl(), commands.schema());
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 32 << 20);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Publishes a model file.
     *
     * @return the governor's answer; empty if none came in time
     */
    public Optional<ModelStatus> publish(String modelId, int version, byte[] artefact) {
        return ask(new Command.Publish(UUID.randomUUID().toString(), new ModelId(modelId), version, artefact, false));
    }

    /**
     * Makes a published version the champion.
     *
     * @param expectedRevision the revision of the timeline that the caller saw; empty takes any
     * @return the governor's answer; empty if none came in time
     */
    public Optional<ModelStatus> activate(String modelId, int version, OptionalLong expectedRevision) {
        return ask(new Command.Activate(UUID.randomUUID().toString(), new ModelId(modelId), version, expectedRevision, OptionalLong.empty()));
    }

    private Optional<ModelStatus> ask(Command command) {
        listenFromNow();
        byte[] key = command.id().value().getBytes(StandardCharsets.UTF_8);
        byte[] value = commands.encode(commandSchema, CommandRecords.command(command));
        producer.send(new ProducerRecord<>(topics.modelControl(), key, value));
        producer.flush();
        return await(command.requestId());
    }

    private void listenFromNow() {
        List<TopicPartition> partitions = consumer.partitionsFor(topics.modelStatus()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    private Optional<ModelStatus> await(String requestId) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                try {
                    ModelStatus status = statuses.decode(record.value());
                    if (requestId.equals(status.getRequestId())) {
                        return Optional.of(status);
                    }
                } catch (UnreadableRecordException e) {
                    // an answer of a newer release to somebody else
                    continue;
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
