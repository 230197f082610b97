package io.elmstream.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.activity.ActivityReport;
import io.elmstream.activity.VersionActivity;
import io.elmstream.app.Elmstream;
import io.elmstream.app.HealthReport;
import io.elmstream.app.HealthReport.Status;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.KafkaUnderTest;
import io.elmstream.support.RawTopic;
import io.elmstream.support.SmallModel;
import io.elmstream.wire.ActivityRecords;
import io.elmstream.wire.SchemaId;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.SensorReading;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What an instance says of itself when something is wrong with it, and when it is mended. */
class HealthIT extends RealKafkaContract {

    private static final int BLOCKED = 900_000_001;
    private static final int FAILING = 900_000_002;

    /** What lets a task stand still, and a stream thread fail, over one reading each; until it is mended. */
    private static final class FaultyRegistry implements SchemaRegistry {
        private final SchemaRegistry asked;
        private final CountDownLatch answers = new CountDownLatch(1);
        private volatile boolean fails = true;

        FaultyRegistry(SchemaRegistry asked) {
            this.asked = asked;
        }

        @Override
        public Lookup find(SchemaId id) {
            if (id.value() == BLOCKED) {
                try {
                    answers.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return id.value() == FAILING ? new Found(faulty()) : asked.find(id);
        }

        /** The schema of readings, but whoever looks at it fails. */
        private Schema faulty() {
            Schema schema =
                    new Schema.Parser().parse(SensorReading.getClassSchema().toString());
            new LogicalType("timestamp-millis") {
                @Override
                public String getName() {
                    if (fails) {
                        throw new IllegalStateException("a faulty schema");
                    }
                    return super.getName();
                }
            }.addToSchema(schema.getField("eventTime").schema().getTypes().get(1));
            return schema;
        }

        @Override
        public int register(String topic, Schema schema) {
            return asked.register(topic, schema);
        }

        @Override
        public void offer(String topic, List<Schema> schemas) {
            asked.offer(topic, schemas);
        }
    }

    @Override
    KafkaUnderTest kafka(Path folder) {
        return new EmbeddedKafka();
    }

    @Test
    void shouldSayThatATaskStandsStillAndThatItMovesAgain() {
        try (ElmstreamUnderTest app = application("health", 2)) {
            // Given
            FaultyRegistry registry = new FaultyRegistry(app.registry());
            Elmstream elmstream = app.start(Map.of("kafka.session.timeout.ms", "6000"), registry);
            app.await().until(() -> elmstream.health().status() == Status.WAITING);
            app.champion(1);
            app.feed().send(100, 10_000);
            awaitUp(app, elmstream);

            // When a registry does not answer
            send(app, BLOCKED);

            // Then
            HealthReport blocked = await(
                    app,
                    elmstream,
                    report -> report.status() == Status.STALLED
                            && report.problems().stream()
                                    .anyMatch(problem ->
                                            problem.matches("health-sensor-readings-\\d stands at offset .*"))
                            && report.problems().stream()
                                    .anyMatch(problem -> problem.startsWith(
                                            "readings wait for the registry to say what has content id " + BLOCKED)));
            assertThat(blocked.partitions().values())
                    .anyMatch(partition ->
                            !partition.moves() && partition.lag() > 0 && partition.oldestUnansweredSeconds() >= 10);
            assertThat(blocked.isLive()).isTrue();
            registry.answers.countDown();
            awaitUp(app, elmstream);

            // When a reading lets every thread fail that takes it
            send(app, FAILING);

            // Then
            HealthReport failing = await(
                    app,
                    elmstream,
                    report -> report.status() == Status.STALLED
                            && !report.failures().isEmpty());
            assertThat(failing.failures()).anySatisfy(failure -> {
                assertThat(failure.application()).isEqualTo("inference");
                assertThat(failure.partition()).isNotNull();
            });
            assertThat(failing.isLive()).isTrue();
            registry.fails = false;
            awaitUp(app, elmstream);

            // When no broker answers
            kafka().stopBroker();

            // Then
            HealthReport dead;
            try {
                dead = await(
                        app,
                        elmstream,
                        report -> report.status() == Status.STALLED
                                && report.problems().stream()
                                        .anyMatch(each ->
                                                each.contains("the cluster has not said how far inference is")));
            } finally {
                kafka().startBroker();
            }
            assertThat(dead.isLive()).isTrue();
            awaitUp(app, elmstream);
            app.awaitAllAnswered();
        }
    }

    @Test
    void shouldReportWhatEachInstanceDid() {
        // Given
        Map<String, String> settings = Map.of("page.enabled", "true", "page.interval.ms", "200");
        try (ElmstreamUnderTest app = application("activity", 2);
                Elmstream first = app.start(settings)) {
            app.champion(1);
            app.startAnew(settings, "second");
            app.await()
                    .until(() -> reports(app).values().stream()
                                    .filter(report -> report.status().equals("up")
                                            && report.partitions().size() == 1)
                                    .count()
                            == 2);

            // When
            app.feed().send(500, 10_000);
            app.feed().send("pump-1".getBytes(StandardCharsets.UTF_8), "no reading".getBytes(StandardCharsets.UTF_8));
            app.awaitAllAnswered();
            app.await().until(() -> {
                Collection<ActivityReport> sent = reports(app).values();
                return sent.stream()
                                        .mapToLong(report -> report.latency().count())
                                        .sum()
                                == 500
                        && sent.stream().anyMatch(report -> !report.samples().isEmpty());
            });
            first.close();

            // Then
            Collection<ActivityReport> all = reports(app).values();
            assertThat(all).hasSize(2).allSatisfy(report -> {
                assertThat(report.applicationId()).isEqualTo("activity");
                // An instance that leaves sends its last report while its threads end
                assertThat(report.threads()).isBetween(report.leaving() ? 0 : 1, 1);
                assertThat(report.heapUsed()).isBetween(1L, report.heapMax());
                assertThat(report.cpuMillis()).isPositive();
                assertThat(report.versions()).singleElement().satisfies(version -> {
                    assertThat(version.modelId()).isEqualTo(SmallModel.ID);
                    assertThat(version.version()).isEqualTo(1);
                    assertThat(version.bytes()).isPositive();
                    assertThat(version.rows()).isEqualTo(version.predictions()).isPositive();
                    assertThat(version.nanos()).isPositive();
                });
                assertThat(report.latency().quantile(0.99).orElseThrow()).isLessThan(60_000);
            });
            assertThat(all.stream()
                            .flatMap(report -> report.versions().stream())
                            .mapToLong(VersionActivity::predictions)
                            .sum())
                    .isEqualTo(500);
            assertThat(all.stream().flatMap(report -> report.samples().stream()))
                    .singleElement()
                    .satisfies(sample -> {
                        assertThat(sample.reason()).isEqualTo("UNREADABLE");
                        assertThat(sample.topic()).isEqualTo(app.topics().readings());
                        assertThat(sample.sensor()).isEqualTo("pump-1");
                    });
            assertThat(all).extracting(ActivityReport::leaving).containsExactlyInAnyOrder(true, false);
        }
    }

    /** The last report of each instance. */
    private Map<String, ActivityReport> reports(ElmstreamUnderTest app) {
        Map<String, ActivityReport> last = new HashMap<>();
        new RawTopic(kafka().bootstrapServers(), app.topics().activity())
                .records()
                .forEach(record -> {
                    try {
                        ActivityReport report = ActivityRecords.read(record.value());
                        assertThat(new String(record.key(), StandardCharsets.UTF_8))
                                .isEqualTo(ActivityRecords.key(report.instanceId()));
                        last.put(report.instanceId(), report);
                    } catch (UnreadableRecordException e) {
                        throw new AssertionError(e);
                    }
                });
        return last;
    }

    private static void send(ElmstreamUnderTest app, int contentId) {
        String sensor = "sensor-1";
        byte[] value = app.feed().encode(new SensorReading(sensor, null, Instant.now(), null, SmallModel.FEATURES));
        app.feed()
                .send(
                        sensor.getBytes(StandardCharsets.UTF_8),
                        ByteBuffer.wrap(value).putInt(1, contentId).array());
        app.feed().flush();
    }

    private static void awaitUp(ElmstreamUnderTest app, Elmstream elmstream) {
        await(
                app,
                elmstream,
                report -> report.status() == Status.UP
                        && report.partitions().values().stream().allMatch(partition -> partition.lag() == 0));
    }

    private static HealthReport await(ElmstreamUnderTest app, Elmstream elmstream, Predicate<HealthReport> wanted) {
        HealthReport[] last = new HealthReport[1];
        app.await().untilAsserted(() -> {
            last[0] = elmstream.health();
            assertThat(wanted.test(last[0])).as("wanted, but found %s", last[0]).isTrue();
        });
        return last[0];
    }
}
