package io.elmstream.support;

import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.ModelStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the governor's committed answers, each of them once, however often somebody asks for all. */
final class AnswerReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final List<ModelStatus> answers = new ArrayList<>();

    /** @param topic the status topic */
    AnswerReader(String bootstrapServers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** All answers up to the present end, in their order. */
    synchronized List<ModelStatus> answers() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            consumer.poll(POLL).forEach(this::take);
        }
        return List.copyOf(answers);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (!ReportRecords.isAnswer(new String(record.key(), StandardCharsets.UTF_8))) {
            return;
        }
        try {
            answers.add(ControlCodec.statuses().decode(record.value()));
        } catch (UnreadableRecordException e) {
            throw new AssertionError("an answer cannot be read", e);
        }
    }

    @Override
    public synchronized void close() {
        consumer.close();
    }
}
