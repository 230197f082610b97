package io.elmstream.support;

import io.elmstream.model.Timeline;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.ModelRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A real broker and a real registry, wherever they run. */
public interface KafkaUnderTest extends AutoCloseable {

    String bootstrapServers();

    String registryUrl();

    /** The topics as the catalogue describes them. */
    default void createTopics(Topics topics, int partitions) {
        TestTopics.create(bootstrapServers(), topics, partitions);
    }

    /** The latest timeline of a model on the models topic. */
    default Timeline timeline(Topics topics, String modelId) {
        Timeline latest = null;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition models = new TopicPartition(topics.models(), 0);
            consumer.assign(List.of(models));
            consumer.seekToBeginning(List.of(models));
            long end = consumer.endOffsets(List.of(models)).get(models);
            ControlCodec<ModelRecord> codec = ControlCodec.models();
            while (consumer.position(models) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (new String(record.key(), StandardCharsets.UTF_8).equals(modelId)) {
                        latest = ModelRecords.timeline(codec.decode(record.value()));
                    }
                }
            }
        } catch (UnreadableRecordException e) {
            throw new AssertionError("a record on the models topic cannot be read", e);
        }
        if (latest == null) {
            throw new AssertionError("no timeline of " + modelId + " on " + topics.models());
        }
        return latest;
    }

    @Override
    void close();
}
