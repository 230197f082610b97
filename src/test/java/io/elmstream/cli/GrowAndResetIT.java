package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.app.Elmstream;
import io.elmstream.app.HealthReport.Status;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.ReadingFeed;
import io.elmstream.support.SmallModel;
import io.elmstream.testing.OutcomeAudit;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.tools.StreamsResetter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A readings topic that grows, one whose readings are gone, and one that is read again, on a real broker. */
class GrowAndResetIT {

    private static final double PER_SECOND = 500;

    private static EmbeddedKafka kafka;

    @TempDir
    static Path folder;

    /** Alert states, which have a changelog, and clients that soon see what has changed. */
    private static final Map<String, String> SETTINGS = Map.of(
            "alerts.labels", SmallModel.labels().get(0),
            "kafka.metadata.max.age.ms", "1000",
            "kafka.session.timeout.ms", "6000");

    @BeforeAll
    static void start() {
        kafka = new EmbeddedKafka();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void shouldGoOnWithMorePartitionsUnderLoad() throws Exception {
        try (ElmstreamUnderTest app = application("grown", 2);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            // Given
            AtomicBoolean enough = new AtomicBoolean();
            Elmstream elmstream = app.start(SETTINGS);
            app.champion(1);
            CompletableFuture<Void> feeding =
                    CompletableFuture.runAsync(() -> app.feed().send(enough::get, PER_SECOND));
            app.awaitOutcomes(200);

            // When only the readings grow, by Kafka's own tool
            admin.createPartitions(Map.of(app.topics().readings(), NewPartitions.increaseTo(4)))
                    .all()
                    .get();

            // Then
            app.await()
                    .untilAsserted(() -> assertThat(elmstream.health().problems())
                            .anyMatch(problem -> problem.contains("Run: elmstream topics grow")));
            assertThat(elmstream.health().isReady()).isFalse();

            // When
            Called completed = called(app, "topics", "grow");
            feedNew(app, admin, 4);

            // Then
            assertThat(completed.json().get("grown")).singleElement().satisfies(grown -> {
                assertThat(grown.get("topic").asText()).isEqualTo("grown-alert-state-changelog");
                assertThat(grown.get("from").asInt()).isEqualTo(2);
                assertThat(grown.get("to").asInt()).isEqualTo(4);
            });
            app.await().until(() -> elmstream.health().status() == Status.UP);

            // When both grow
            Called grown = called(app, "topics", "grow", "--partitions", "6");
            feedNew(app, admin, 6);
            enough.set(true);
            feeding.join();
            app.awaitAllAnswered();

            // Then
            assertThat(grown.json().get("grown"))
                    .extracting(topic -> topic.get("topic").asText())
                    .containsExactly("grown-sensor-readings", "grown-alert-state-changelog");
            assertThat(called(app, "topics", "grow").json().get("grown")).isEmpty();
            assertThat(called(app, "topics", "grow", "--partitions", "3")
                            .error()
                            .get("message")
                            .asText())
                    .contains("has 6 partitions, and the number of partitions cannot be reduced");
            app.await().until(() -> elmstream.health().status() == Status.UP);
            app.reader().close();
            assertThat(app.reader().predictions())
                    .extracting(Prediction::getSourcePartition)
                    .contains(0, 1, 2, 3, 4, 5);
            OutcomeAudit.Report report = app.audit().report();
            assertThat(report.lost()).isZero();
            assertThat(report.duplicated()).isZero();
            assertThat(called(app, "topics", "grow", "--outputs").json().get("grown"))
                    .extracting(topic -> topic.get("topic").asText())
                    .containsExactly(
                            "grown-predictions", "grown-shadow-predictions", "grown-alerts", "grown-dead-letters");
        }
    }

    /** From a client that sees all partitions that there are now. */
    private static void feedNew(ElmstreamUnderTest app, Admin admin, int partitions) {
        String readings = app.topics().readings();
        app.await()
                .until(() -> admin.describeTopics(List.of(readings))
                                .allTopicNames()
                                .get()
                                .get(readings)
                                .partitions()
                                .size()
                        == partitions);
        int schema = app.registry().register(app.topics().readings(), SensorReading.getClassSchema());
        try (ReadingFeed feed = new ReadingFeed(
                kafka.bootstrapServers(), app.topics().readings(), schema, SmallModel.FEATURES, app.audit())) {
            feed.send(500, 5_000);
        }
    }

    @Test
    void shouldCountWhatRetentionDeletedAndReadAgainWhatIsLeft() throws Exception {
        try (ElmstreamUnderTest app = application("gone", 1);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            // Given
            Elmstream first = app.start(SETTINGS);
            app.champion(1);
            app.feed().send(1_000, 10_000);
            app.awaitAllAnswered();
            Called running = called(app, "reset", "--execute");
            assertThat(first.readingsLost()).isZero();
            app.stop();
            app.feed().send(500, 10_000);

            // When
            TopicPartition partition = new TopicPartition(app.topics().readings(), 0);
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1_200)))
                    .all()
                    .get();
            Elmstream second = app.start(SETTINGS);

            // Then
            assertThat(running.error().get("code").asText()).isEqualTo("RUNNING");
            app.await().untilAsserted(() -> assertThat(second.readingsLost()).isEqualTo(200));
            app.awaitOutcomes(1_300);
            app.await()
                    .untilAsserted(() -> assertThat(second.health()).satisfies(health -> {
                        assertThat(health.status()).isEqualTo(Status.UP);
                        assertThat(health.readingsLost()).isEqualTo(200);
                        assertThat(health.warnings())
                                .anyMatch(warning -> warning.contains("200 readings were deleted by retention"));
                    }));

            // When
            app.stop();
            JsonNode plan = called(app, "reset").json();
            JsonNode ofAlerts = called(app, "reset", "--alerts-only").json();
            JsonNode done = called(app, "reset", "--execute", "--wait", "10s").json();
            Elmstream third = app.start(SETTINGS);

            // Then
            assertThat(plan.get("executed").asBoolean()).isFalse();
            assertThat(plan.get("positions")).singleElement().satisfies(position -> {
                assertThat(position.get("from").asLong()).isEqualTo(1_500);
                assertThat(position.get("to").asLong()).isEqualTo(1_200);
            });
            assertThat(plan.get("deletedTopics"))
                    .singleElement()
                    .satisfies(topic -> assertThat(topic.asText()).isEqualTo("gone-alert-state-changelog"));
            assertThat(ofAlerts.get("positions")).isEmpty();
            assertThat(ofAlerts.get("deletedTopics")).isEqualTo(plan.get("deletedTopics"));
            assertThat(done.get("executed").asBoolean()).isTrue();
            assertThat(done.get("positions")).isEqualTo(plan.get("positions"));
            app.awaitOutcomes(1_600);
            app.await().until(() -> third.health().status() == Status.UP);
            assertThat(third.readingsLost()).isZero();
            assertThat(app.activate(1).getRevision())
                    .as("the governor knows its models")
                    .isEqualTo(1);

            // When Kafka's own tool does it, which deletes what it takes for the application's
            app.stop();
            int exit = new StreamsResetter().execute(new String[] {
                "--application-id",
                app.applicationId(),
                "--bootstrap-server",
                kafka.bootstrapServers(),
                "--input-topics",
                app.topics().readings(),
                "--force"
            });
            app.await().until(() -> !admin.listTopics().names().get().contains("gone-alert-state-changelog"));
            Set<String> left = admin.listTopics().names().get();
            app.start(SETTINGS);

            // Then
            assertThat(exit).isZero();
            assertThat(left)
                    .contains("governor-of-gone-governed-changelog")
                    .doesNotContain("gone-alert-state-changelog");
            app.awaitOutcomes(1_900);
            assertThat(app.activate(1).getRevision())
                    .as("the governor knows its models")
                    .isEqualTo(1);
            assertThat(app.published().versions()).containsOnlyKeys(1);
        }
    }

    private static ElmstreamUnderTest application(String name, int partitions) {
        return new ElmstreamUnderTest(kafka, name, folder.resolve(name), partitions);
    }

    private static Called called(ElmstreamUnderTest app, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--json");
        app.flags(SETTINGS).forEach((key, value) -> {
            all.add("--set");
            all.add(key + "=" + value);
        });
        return Called.with(all.toArray(String[]::new));
    }
}
