package io.elmstream.guarantees;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.KafkaUnderTest;
import io.elmstream.support.RawTopic;
import io.elmstream.topology.DeadLetterHeaders;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Readings in forms of others: each has one outcome, over restarts, from several topics and many in a record. */
class MappedReadingsIT extends RealKafkaContract {

    private static final int RECORDS = 200;
    private static final int IN_A_PACK = 5;

    private static final List<String> NAMES =
            List.of("sensor1", "sensor2", "sensor3", "sensor4", "sensor5", "sensor6", "sensor7", "sensor8", "sensor9");

    @Override
    KafkaUnderTest kafka(Path folder) {
        return new EmbeddedKafka();
    }

    @Test
    void shouldGiveEachReadingOfEachTopicOneOutcome() throws Exception {
        // Given
        try (ElmstreamUnderTest app = application("mapped", 2)) {
            String single = app.topics().readings();
            create("mapped-pack-1");
            send(single, IntStream.range(0, RECORDS).mapToObj(this::reading).toList());
            send(
                    "mapped-pack-1",
                    IntStream.range(0, RECORDS).mapToObj(this::pack).toList());
            Map<String, String> settings = Map.of(
                    "commit.interval.ms",
                    "50",
                    "readings",
                    ("{'" + single + "': {'format': 'json', 'sensor': 'device', 'time': {'path': 'ts', 'unit': 's'}},"
                                    + " '/mapped-pack-.*/': {'format': 'json', 'each': 'all[]', 'sensor': 'device'}}")
                            .replace('\'', '"'));

            // When
            app.start(settings);
            app.champion(1);
            app.await().until(() -> OutcomePositions.of(kafka(), app).size() >= RECORDS);
            app.stop();
            app.start(settings);
            send(single, List.of(reading(RECORDS)));
            create("mapped-pack-2");
            send("mapped-pack-2", List.of(pack(RECORDS)));

            // Then
            int expected = RECORDS + 1 + (RECORDS + 1) * IN_A_PACK;
            app.await()
                    .untilAsserted(
                            () -> assertThat(OutcomePositions.of(kafka(), app)).hasSizeGreaterThanOrEqualTo(expected));
            assertThat(OutcomePositions.of(kafka(), app))
                    .doesNotHaveDuplicates()
                    .hasSize(expected);
            assertThat(new RawTopic(kafka().bootstrapServers(), app.topics().deadLetters()).records())
                    .hasSize(RECORDS + 1)
                    .allSatisfy(letter -> assertThat(
                                    DeadLetterHeaders.of(letter.headers()).reason())
                            .isEqualTo("MISSING_FEATURE"));
        }
    }

    private void create(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka().bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
        }
    }

    private void send(String topic, List<String> values) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka().bootstrapServers());
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            values.forEach(value -> producer.send(new ProducerRecord<>(topic, value.getBytes(UTF_8))));
        }
    }

    private String reading(int i) {
        return "{\"device\": \"d%d\", \"ts\": %d, %s}".formatted(i % 7, 1_764_000_000 + i, features(i));
    }

    /** Readings of which one lacks a feature. */
    private String pack(int i) {
        String all = IntStream.range(0, IN_A_PACK)
                .mapToObj(reading -> reading == 2 ? "{}" : "{" + features(i + reading) + "}")
                .collect(Collectors.joining(", "));
        return "{\"all\": [%s], \"device\": \"p%d\"}".formatted(all, i % 7);
    }

    private static String features(int i) {
        return NAMES.stream()
                .map(name -> "\"%s\": %d".formatted(name, (i + name.length()) % 5))
                .collect(Collectors.joining(", "));
    }
}
