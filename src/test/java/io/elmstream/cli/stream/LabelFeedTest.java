package io.elmstream.cli.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.alert.Position;
import io.elmstream.labels.Label;
import io.elmstream.wire.LabelDecoder;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.SensorReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class LabelFeedTest {

    private static final SensorReading READING =
            new SensorReading("pump-1", "shuttle", Instant.ofEpochMilli(1_000), "leak", List.of(1f));

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    private LabelFeed feed(Duration delay) {
        int schema = registry.register("labels", io.elmstream.wire.avro.Label.getClassSchema());
        return new LabelFeed(producer, "labels", new RecordEncoder<>(schema), delay);
    }

    private static RecordMetadata at(int partition, long offset) {
        return new RecordMetadata(new TopicPartition("sensor-readings", partition), offset, 0, 0, 0, 0);
    }

    @Test
    void shouldSendALabelThatNamesTheReadingOnItsPartition() throws Exception {
        // Given
        LabelFeed feed = feed(Duration.ofMillis(1));

        // When
        feed.follow(READING, at(3, 42));
        feed.follow(LabelFeed.withoutLabel(READING), at(3, 43));
        long sent = feed.end(() -> false);

        // Then
        assertThat(sent).isOne();
        assertThat(producer.history()).singleElement().satisfies(record -> {
            assertThat(record.partition()).isEqualTo(3);
            assertThat(record.key()).isEqualTo("pump-1".getBytes(UTF_8));
            assertThat(new LabelDecoder(registry).decode(record.value()))
                    .isEqualTo(new Label(
                            "pump-1",
                            OptionalLong.of(1_000),
                            Optional.of(new Position("sensor-readings", 3, 42)),
                            "leak",
                            1,
                            Optional.empty()));
        });
    }

    @Test
    void shouldSendTheRestAtOnceWhenInterrupted() throws Exception {
        // Given
        LabelFeed feed = feed(Duration.ofDays(1));
        feed.follow(READING, at(0, 1));
        feed.follow(READING, at(0, 2));

        // When
        long sent = feed.end(() -> true);

        // Then
        assertThat(sent).isEqualTo(2);
        assertThat(feed.failure()).isEmpty();
    }

    @Test
    void shouldSayWhatWentWrong() throws Exception {
        // Given
        LabelFeed feed = feed(Duration.ZERO);
        producer.sendException = new KafkaException("no");

        // When
        feed.follow(READING, at(0, 1));
        long sent = feed.end(() -> false);

        // Then
        assertThat(sent).isZero();
        assertThat(feed.failure()).isPresent();
    }
}
