package io.elmstream.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.alert.Position;
import io.elmstream.config.Guarantee;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.KafkaUnderTest;
import io.elmstream.support.SmallModel;
import io.elmstream.support.TopicSettings;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.wire.avro.SensorReading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Any record that the readings topic takes has one outcome, and its neighbours are predicted. What is sent follows from
 * a seed, which a failure names; {@code -Dhostile.seed=N} sends the same again.
 */
class AnyReadingIT extends RealKafkaContract {

    private static final int RECORDS = 200;
    private static final List<String> COMPRESSIONS = List.of("none", "gzip", "snappy", "lz4", "zstd");

    @Override
    KafkaUnderTest kafka(Path folder) {
        return new EmbeddedKafka();
    }

    @Test
    void shouldGiveAnyRecordOneOutcomeAndPredictItsNeighbours() throws Exception {
        // Given
        long seed = Long.getLong("hostile.seed", System.nanoTime());
        Random random = new Random(seed);
        try (ElmstreamUnderTest app = application("any", 2)) {
            set(app.topics().readings(), "message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
            set(app.topics().predictions(), "max.message.bytes", "300000");
            app.start(Map.of("alerts.labels", String.join(",", SmallModel.labels()), "alerts.n", "1", "alerts.m", "2"));
            app.champion(1);

            // When
            int good = 0;
            for (int i = 0; i < RECORDS; i++) {
                sendAny(app, random, i);
                app.feed().send(1, 100_000);
                good++;
            }
            sendSeen(app);
            app.awaitAllAnswered();

            // Then
            Evidence evidence = evidence(app);
            new EveryReadingHasOneOutcome().holdFor(evidence);
            assertThat(evidence.report().predictions()).as("seed %d", seed).isGreaterThanOrEqualTo(good + 1);
            assertThat(app.reader().deadLetters())
                    .as("seed %d", seed)
                    .extracting(letter -> DeadLetterHeaders.of(letter.headers()))
                    .noneMatch(letter -> letter.reason().equals("REFUSED_BY_BROKER"));
        }
    }

    /** What only the broker can refuse: the topic takes less than it did when the instance looked. */
    @ParameterizedTest
    @EnumSource(Guarantee.class)
    void shouldBuryWhatABrokerRefusesAndPredictItsNeighbours(Guarantee guarantee) throws Exception {
        // Given
        String name = "refused-" + guarantee.kafkaName().replace('_', '-');
        try (ElmstreamUnderTest app = application(name, 1)) {
            app.start(Map.of("guarantee", guarantee.kafkaName(), "kafka.session.timeout.ms", "6000"));
            app.champion(1);
            app.feed().send(50, 20_000);
            app.awaitAllAnswered();
            set(app.topics().predictions(), "max.message.bytes", "20000");

            // When
            byte[] noise = new byte[100_000];
            new Random(1).nextBytes(noise);
            app.feed().send(50, 20_000);
            app.feed()
                    .send(
                            "sensor-7".getBytes(StandardCharsets.UTF_8),
                            reading(app, "sensor-7"),
                            new RecordHeader("noise", noise));
            app.feed().send(50, 20_000);
            app.awaitAllAnswered();

            // Then
            Evidence evidence = evidence(app);
            (guarantee == Guarantee.EXACTLY_ONCE_V2 ? new EveryReadingHasOneOutcome() : new NoReadingIsLost())
                    .holdFor(evidence);
            assertThat(app.reader().deadLetters())
                    .extracting(letter -> DeadLetterHeaders.of(letter.headers()).reason())
                    .containsOnly("REFUSED_BY_BROKER");
            assertThat(evidence.report().deadLetters()).isEqualTo(1);
            assertThat(evidence.report().predictions()).isEqualTo(150);
        }
    }

    private void sendAny(ElmstreamUnderTest app, Random random, int number) throws Exception {
        String sensor = "sensor-" + random.nextInt(3);
        byte[] key = switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> new byte[0];
            case 2 -> new byte[random.nextInt(900_000)];
            default -> sensor.getBytes(StandardCharsets.UTF_8);
        };
        byte[] value = switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> noise(random, random.nextInt(1_000));
            case 2 -> Arrays.copyOf(reading(app, sensor), 1_000_000);
            default -> reading(app, sensor);
        };
        long timestamp = switch (random.nextInt(4)) {
            case 0 -> 1 + random.nextInt(1_000_000);
            case 1 ->
                System.currentTimeMillis()
                        + Duration.ofDays(random.nextInt(36_500)).toMillis();
            default -> System.currentTimeMillis();
        };
        sendAs(
                app,
                COMPRESSIONS.get(number % COMPRESSIONS.size()),
                new ProducerRecord<>(app.topics().readings(), null, timestamp, key, value, headers(random)));
    }

    private static List<Header> headers(Random random) {
        List<Header> headers = new ArrayList<>();
        switch (random.nextInt(6)) {
            case 0 -> headers.add(new RecordHeader("zeros", new byte[random.nextInt(2_000_000)]));
            case 1 -> {
                for (int i = 0; i < 5_000; i++) {
                    headers.add(new RecordHeader("h" + i, null));
                }
            }
            case 2 -> headers.add(new RecordHeader("n".repeat(1 + random.nextInt(500_000)), null));
            case 3 -> headers.add(new RecordHeader("", noise(random, random.nextInt(400_000))));
            case 4 -> headers.add(new RecordHeader("elmstream.reason", noise(random, 10)));
            default -> {}
        }
        return headers;
    }

    /** The record that stopped a processor: it is small only while it is compressed. */
    private void sendSeen(ElmstreamUnderTest app) throws Exception {
        sendAs(
                app,
                "lz4",
                new ProducerRecord<>(
                        app.topics().readings(),
                        null,
                        System.currentTimeMillis(),
                        "sensor-1".getBytes(StandardCharsets.UTF_8),
                        reading(app, "sensor-1"),
                        List.of(new RecordHeader("zeros", new byte[1_300_000]))));
    }

    /** The audit expects an outcome of what the broker takes. */
    private void sendAs(ElmstreamUnderTest app, String compression, ProducerRecord<byte[], byte[]> record) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka().bootstrapServers(),
                        "max.request.size",
                        20_000_000,
                        "compression.type",
                        compression),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    app.audit()
                            .sent(
                                    new Position(metadata.topic(), metadata.partition(), metadata.offset()),
                                    Optional.empty());
                }
            });
        }
    }

    private static byte[] reading(ElmstreamUnderTest app, String sensor) {
        return app.feed().encode(new SensorReading(sensor, null, Instant.now(), null, SmallModel.FEATURES));
    }

    private static byte[] noise(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private void set(String topic, String setting, String value) {
        TopicSettings.set(kafka().bootstrapServers(), topic, setting, value);
    }
}
