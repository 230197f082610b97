package io.elmstream.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows the topic of models for the steps of one model. */
final class StepHistory implements AutoCloseable {

    private static final Duration SOON = Duration.ofMillis(100);
    private static final long PATIENCE = Duration.ofMinutes(5).toNanos();

    private final String modelId;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final GenericDatumReader<GenericRecord> reader;
    private final Steps steps = new Steps();

    StepHistory(String bootstrapServers, String topic, String modelId) {
        this.modelId = modelId;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        Schema schema = Schemas.file(
                Path.of("schemas/TimelineStep.avsc"),
                Path.of("schemas/Learning.avsc"),
                Path.of("schemas/ModelRecord.avsc"));
        this.reader = new GenericDatumReader<>(schema);
        TopicPartition only = new TopicPartition(topic, 0);
        consumer.assign(List.of(only));
        consumer.seekToBeginning(List.of(only));
    }

    /** The steps as far as they have come. */
    Steps steps() throws IOException {
        poll(Duration.ZERO);
        return steps;
    }

    /** The steps once the one with a revision is among them, for which it waits long. */
    Steps stepsTo(long revision) throws IOException {
        long start = System.nanoTime();
        while (!steps.knows(revision) && System.nanoTime() - start < PATIENCE) {
            poll(SOON);
        }
        return steps;
    }

    private void poll(Duration patience) throws IOException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            if (record.value() != null && modelId.equals(new String(record.key(), StandardCharsets.UTF_8))) {
                steps.take((GenericRecord) Schemas.read(record.value(), reader).get("content"));
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
