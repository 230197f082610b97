package io.elmstream.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.client.ModelControl;
import io.elmstream.config.Guarantee;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.support.KafkaUnderTest;
import io.elmstream.support.OutcomeReader;
import io.elmstream.support.ReadingFeed;
import io.elmstream.support.SmallModel;
import io.elmstream.support.WorkerProcess;
import io.elmstream.testing.OutcomeAudit;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.SensorReading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/**
 * Two worker processes score a steady stream while each is killed once without warning and one is stopped properly; in
 * between another version becomes champion.
 */
final class CrashRun {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final double PER_SECOND = 2_500;

    private final KafkaUnderTest kafka;
    private final Guarantee guarantee;
    private final Path folder;
    private final Topics topics = Topics.standard();
    private final SchemaRegistry registry;

    CrashRun(KafkaUnderTest kafka, Guarantee guarantee, Path folder) {
        this.kafka = kafka;
        this.guarantee = guarantee;
        this.folder = folder;
        this.registry = new ApicurioSchemaRegistry(kafka.registryUrl(), Map.of(), Backoff.ofAMinute());
    }

    Evidence run(long readings) throws Exception {
        kafka.createTopics(topics, 4);
        OutcomeAudit audit = new OutcomeAudit(SmallModel.labels());
        int schema = registry.register(topics.readings(), SensorReading.getClassSchema());
        try (WorkerProcess a = worker("a");
                WorkerProcess b = worker("b");
                ModelControl control = new ModelControl(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        topics,
                        registry,
                        PATIENCE,
                        Optional.empty());
                OutcomeReader reader = new OutcomeReader(kafka.bootstrapServers(), topics, audit);
                ReadingFeed feed = new ReadingFeed(
                        kafka.bootstrapServers(), topics.readings(), schema, SmallModel.FEATURES, audit)) {
            champion(control, 1);
            CompletableFuture<Void> feeding = CompletableFuture.runAsync(() -> feed.send(readings, PER_SECOND));

            awaitOutcomes(reader, readings / 8, a, b);
            a.kill();
            a.start();
            awaitOutcomes(reader, readings * 3 / 8, a, b);
            b.kill();
            b.start();
            champion(control, 2);
            awaitOutcomes(reader, readings * 5 / 8, a, b);
            assertThat(a.stop())
                    .as("exit code of a clean stop; log: %s", a.log())
                    .isIn(0, 143);
            a.start();
            feeding.join();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .untilAsserted(() -> assertThat(audit.open())
                            .as("readings without an outcome; logs: %s %s", a.log(), b.log())
                            .isZero());
            reader.close();
            return new Evidence(audit.report(), reader.predictions(), kafka.timeline(topics, SmallModel.ID));
        }
    }

    private WorkerProcess worker(String name) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "registry.url", kafka.registryUrl(),
                "models.default", SmallModel.ID,
                "guarantee", guarantee.kafkaName(),
                "state.dir", folder.resolve(name).toString(),
                "http.port", "0",
                "kafka.session.timeout.ms", "6000"));
        return WorkerProcess.start(settings, folder.resolve(name + ".log"));
    }

    /** Publishes a version and makes it the champion. */
    private static void champion(ModelControl control, int version) {
        assertThat(control.publish(
                        new VersionKey(new ModelId(SmallModel.ID), version), SmallModel.artefact(version), false))
                .hasValueSatisfying(answer -> assertThat(answer.getOutcome()).isNotEqualTo(CommandOutcome.REFUSED));
        assertThat(control.activate(new VersionKey(new ModelId(SmallModel.ID), version)))
                .hasValueSatisfying(answer -> assertThat(answer.getOutcome()).isNotEqualTo(CommandOutcome.REFUSED));
    }

    private static void awaitOutcomes(OutcomeReader reader, long count, WorkerProcess a, WorkerProcess b) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(reader.outcomes())
                        .as("outcomes; logs: %s %s", a.log(), b.log())
                        .isGreaterThanOrEqualTo(count));
    }
}
