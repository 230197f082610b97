package io.elmstream.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.elmstream.cli.Called;
import io.elmstream.cli.Main;
import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.JavaProcess;
import io.elmstream.support.RawTopic;
import io.elmstream.support.TestModels;
import io.elmstream.wire.avro.SensorReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What a device kept arrives once, in order and with its times, although the command that sends it is killed. */
@TestInstance(Lifecycle.PER_CLASS)
class SpoolFeedIT {

    private static final int READINGS = 40_000;
    private static final int SENSORS = 7;
    private static final long FIRST_TIME = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private EmbeddedKafka kafka;
    private RawTopic topic;
    private Path folder;
    private Path spool;

    @BeforeAll
    void keepReadings(@TempDir Path shared) throws IOException {
        folder = shared;
        spool = folder.resolve("spool");
        kafka = new EmbeddedKafka();
        topic = new RawTopic(kafka.bootstrapServers(), "sensor-readings");
        Path model = Files.write(folder.resolve("greater.elm"), TestModels.greater("greater", 1));
        StringBuilder rows = new StringBuilder("left,right,sensor,time\n");
        for (int i = 0; i < READINGS; i++) {
            rows.append("%d,%d,s%d,%d%n".formatted(i, i % 2, i % SENSORS, FIRST_TIME + i));
        }
        DeviceSpool.keep(model, spool, rows.toString());
        Called create = Called.with(words("topics create"));
        assertThat(create.exit()).describedAs(create.err()).isZero();
    }

    @AfterAll
    void stop() {
        kafka.close();
    }

    @Test
    void shouldSendEachReadingOnceAlthoughItIsKilled() throws Exception {
        // Given: it is killed again and again
        String call = "feed --spool " + spool + " --rate 3000 --wait 0 --by-position";
        for (int killed = 0; killed < 3; killed++) {
            long before = topic.end();
            List<String> command = Stream.concat(Stream.of(Main.class.getName()), Stream.of(words(call)))
                    .toList();
            try (JavaProcess process = JavaProcess.start(List.of("-Xmx256m"), command, folder.resolve("feed.log"))) {
                await().atMost(PATIENCE).until(() -> topic.end() > before + 3_000 || !process.isAlive());
                assertThat(process.isAlive()).isTrue();
                process.kill();
            }
        }

        // When
        Called last = Called.with(words(call.replace("--rate 3000", "--rate max")));
        Called again = Called.with(words(call));

        // Then
        assertThat(last.exit()).describedAs(last.err()).isZero();
        assertThat(last.out()).contains("sent ");
        assertThat(again.out()).contains("sent 0 readings");
        Map<String, Integer> newest = new HashMap<>();
        List<ConsumerRecord<byte[], byte[]>> records = topic.records();
        assertThat(records).hasSize(READINGS);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            SensorReading reading = reading(record.value());
            int number = Math.round(reading.getFeatures().get(0));
            assertThat(new String(record.key(), UTF_8))
                    .isEqualTo(reading.getSensorId())
                    .isEqualTo("s" + number % SENSORS);
            assertThat(reading.getEventTime()).isEqualTo(Instant.ofEpochMilli(FIRST_TIME + number));
            assertThat(reading.getModelId()).isEqualTo("greater");
            // the next one of its sensor: none is missing, doubled or out of order
            assertThat(number)
                    .isEqualTo(newest.getOrDefault(reading.getSensorId(), number % SENSORS - SENSORS) + SENSORS);
            newest.put(reading.getSensorId(), number);
        }
        assertThat(SpoolSegment.numbers(spool)).hasSize(1);
        shouldNotGuessWhetherATransactionWasCommitted(call);
    }

    private void shouldNotGuessWhetherATransactionWasCommitted(String call) throws Exception {
        // Given: killed in a transaction, and called again when Kafka has forgotten the group
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                SpoolReader reader = SpoolReader.open(spool, 0, notice -> {})) {
            admin.deleteConsumerGroups(List.of("elmstream-spool-" + reader.id()))
                    .all()
                    .get();
        }
        Files.writeString(spool.resolve("progress"), "next=1\nattempted=2\n");

        // When
        Called feed = Called.with(words(call));

        // Then
        assertThat(feed.exit()).isEqualTo(1);
        assertThat(feed.err()).contains("tells whether it had committed", "elmstream-spool-");
        assertThat(topic.records()).hasSize(READINGS);
    }

    private String[] words(String call) {
        return (call + " --set bootstrap.servers=" + kafka.bootstrapServers() + " --set registry.url="
                        + kafka.registryUrl())
                .split(" ");
    }

    private static SensorReading reading(byte[] framed) throws IOException {
        int header = 5;
        return new SpecificDatumReader<SensorReading>(SensorReading.getClassSchema())
                .read(null, DecoderFactory.get().binaryDecoder(framed, header, framed.length - header, null));
    }
}
