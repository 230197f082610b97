package io.elmstream.support;

import io.elmstream.testing.OutcomeAudit;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.Topics;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Prediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all committed outcomes, on a thread of its own, and tells an audit. */
public final class OutcomeReader implements AutoCloseable {

    private final OutcomeAudit audit;
    private final Topics topics;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordReader<Prediction> reader = RecordReader.ofPredictions();
    private final List<Prediction> predictions = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> deadLetters = new ArrayList<>();
    private final AtomicLong outcomes = new AtomicLong();
    private final Thread thread = new Thread(this::read, "outcome-reader");
    private volatile boolean stopped;
    private volatile long revision;

    public OutcomeReader(String bootstrapServers, Topics topics, OutcomeAudit audit) {
        this.audit = audit;
        this.topics = topics;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(topics.predictions(), topics.deadLetters())) {
            consumer.partitionsFor(topic).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread.setDaemon(true);
        thread.start();
    }

    /** Outcomes read so far, doubled ones included. */
    public long outcomes() {
        return outcomes.get();
    }

    /** The revision of the prediction that was read last; 0 before there is one. */
    public long revision() {
        return revision;
    }

    /** The predictions read, in the order of their partitions; call after {@link #close()}. */
    public List<Prediction> predictions() {
        return predictions;
    }

    /** The dead letters read, in the order of their partitions; call after {@link #close()}. */
    public List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        return deadLetters;
    }

    private void read() {
        while (!stopped) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                take(record);
                outcomes.incrementAndGet();
            }
        }
        consumer.close();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(topics.deadLetters())) {
            deadLetters.add(record);
            DeadLetterHeaders headers = DeadLetterHeaders.of(record.headers());
            audit.buried(headers.position(), headers.reason());
            return;
        }
        try {
            Prediction prediction = reader.read(record.value());
            predictions.add(prediction);
            revision = prediction.getRevision();
            audit.predicted(prediction);
        } catch (UnreadableRecordException e) {
            throw new AssertionError("a prediction cannot be read", e);
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
