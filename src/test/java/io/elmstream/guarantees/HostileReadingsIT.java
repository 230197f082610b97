package io.elmstream.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.client.ModelControl;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.support.AnsweredReadings;
import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.SmallModel;
import io.elmstream.support.WorkerProcess;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is written to the readings topic has one outcome, its neighbours are predicted, and nothing stops. What is
 * sent follows from a seed, which a failure names; {@code -Dhostile.seed=N} sends the same again, and
 * {@code -Dhostile.readings=N} so many.
 */
class HostileReadingsIT {

    private static final long READINGS = Long.getLong("hostile.readings", 3_000);
    private static final int ONE_GOOD_IN = 10;
    private static final int PARTITIONS = 2;
    private static final String GOOD = "good";
    /** Without one more outcome for so long, none will come. */
    private static final long STALL = Duration.ofMinutes(4).toNanos();

    private final long seed = Long.getLong("hostile.seed", System.nanoTime());
    private final Topics topics = Topics.standard();
    private final AnsweredReadings answered = new AnsweredReadings();
    private final RecordReader<Prediction> reader = RecordReader.ofPredictions();
    private long neighbours;

    @TempDir
    Path folder;

    @Test
    void shouldGiveEachHostileReadingOneOutcomeAndNeverStop() throws Exception {
        // Given
        try (EmbeddedKafka kafka = new EmbeddedKafka()) {
            kafka.createTopics(topics, PARTITIONS);
            SchemaRegistry registry = new ApicurioSchemaRegistry(kafka.registryUrl(), Map.of(), Backoff.ofAMinute());
            int contentId = registry.register(topics.readings(), SensorReading.getClassSchema());
            try (WorkerProcess worker = worker(kafka)) {
                champion(kafka, registry);

                // When
                long[] ends = send(kafka, new HostileReadings(new Random(seed), topics.readings(), contentId));
                readOutcomes(kafka, ends, worker);

                // Then
                assertThat(answered.open(ends))
                        .as("without an outcome; seed %d", seed)
                        .isZero();
                assertThat(answered.doubled()).as("doubled; seed %d", seed).isZero();
                assertThat(neighbours).as("predicted neighbours; seed %d", seed).isEqualTo(READINGS / ONE_GOOD_IN);
                assertThat(worker.isAlive())
                        .as("alive; seed %d, log: %s", seed, worker.log())
                        .isTrue();
                assertThat(worker.log()).as("seed %d", seed).doesNotContain("stream thread failed");
            }
        }
    }

    private WorkerProcess worker(EmbeddedKafka kafka) {
        return WorkerProcess.start(
                Map.of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "registry.url", kafka.registryUrl(),
                        "models.default", SmallModel.ID,
                        "alerts.labels", SmallModel.labels().get(0),
                        "state.dir", folder.resolve("state").toString(),
                        "http.port", "0"),
                folder.resolve("worker.log"));
    }

    private void champion(EmbeddedKafka kafka, SchemaRegistry registry) {
        try (ModelControl control = new ModelControl(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                topics,
                registry,
                Duration.ofMinutes(3),
                Optional.empty())) {
            control.publish(new VersionKey(new ModelId(SmallModel.ID), 1), SmallModel.artefact(1), false);
            assertThat(control.activate(new VersionKey(new ModelId(SmallModel.ID), 1)))
                    .hasValueSatisfying(
                            answer -> assertThat(answer.getOutcome()).isEqualTo(CommandOutcome.ACCEPTED));
        }
    }

    /** The offsets behind the last reading that the broker took, by partition; what it refuses is nobody's reading. */
    private long[] send(EmbeddedKafka kafka, HostileReadings hostile) {
        AtomicLongArray ends = new AtomicLongArray(PARTITIONS);
        Header good = new RecordHeader(GOOD, new byte[1]);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 5, "compression.type", "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (long i = 1; i <= READINGS; i++) {
                ProducerRecord<byte[], byte[]> record = i % ONE_GOOD_IN == 0 ? hostile.good(good) : hostile.next();
                producer.send(record, (metadata, refused) -> {
                    if (refused == null) {
                        ends.accumulateAndGet(metadata.partition(), metadata.offset() + 1, Math::max);
                    }
                });
            }
        }
        return new long[] {ends.get(0), ends.get(1)};
    }

    /** Reads until all have an outcome, and then whatever else there is. */
    private void readOutcomes(EmbeddedKafka kafka, long[] ends, WorkerProcess worker) throws Exception {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> outcomes = List.of(topics.predictions(), topics.deadLetters()).stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(outcomes);
            consumer.seekToBeginning(outcomes);
            long since = System.nanoTime();
            for (long open = answered.open(ends); open > 0; open = answered.open(ends)) {
                take(consumer);
                since = answered.open(ends) < open ? System.nanoTime() : since;
                assertThat(System.nanoTime() - since)
                        .as(
                                "%d of %d without an outcome, none came for long; seed %d, log: %s",
                                open, READINGS, seed, worker.log())
                        .isLessThan(STALL);
            }
            Map<TopicPartition, Long> last = consumer.endOffsets(outcomes);
            while (last.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                take(consumer);
            }
        }
    }

    private void take(KafkaConsumer<byte[], byte[]> consumer) throws Exception {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
            if (record.topic().equals(topics.deadLetters())) {
                DeadLetterHeaders headers = DeadLetterHeaders.of(record.headers());
                answered.first(headers.partition(), headers.offset());
            } else {
                Prediction prediction = reader.read(record.value());
                answered.first(prediction.getSourcePartition(), prediction.getSourceOffset());
                neighbours += record.headers().lastHeader(GOOD) == null ? 0 : 1;
            }
        }
    }
}
