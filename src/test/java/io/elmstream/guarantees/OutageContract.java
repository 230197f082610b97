package io.elmstream.guarantees;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.elmstream.app.Elmstream;
import io.elmstream.config.Guarantee;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** What must hold while the broker or the registry is away for longer than an instance's clients wait. */
abstract class OutageContract extends RealKafkaContract {

    private static final long READINGS = 12_000;
    private static final double PER_SECOND = 4_000;

    /** A content id that the registry never gives here, nor the thousands after it. */
    private static final int UNKNOWN = 987_000_000;

    /** What an instance waits for the broker, far less than the outage, and the broker for a thread that has failed. */
    private static final Map<String, String> IMPATIENT = Map.of(
            "kafka.producer.max.block.ms", "1500",
            "kafka.producer.request.timeout.ms", "1000",
            "kafka.consumer.default.api.timeout.ms", "2000",
            "kafka.session.timeout.ms", "6000");

    @Test
    void shouldAnswerEveryReadingOnceWhenTheBrokerWasAwayUnderExactlyOnce() throws Exception {
        // When
        Evidence evidence = outage("outage-exactly-once", Guarantee.EXACTLY_ONCE_V2);

        // Then
        List.of(
                        new EveryReadingHasOneOutcome(),
                        new KeyOrderKept(),
                        new OneVersionPerBatch(),
                        new VersionFollowsTimeline())
                .forEach(promise -> promise.holdFor(evidence));
    }

    @Test
    void shouldLoseNoReadingWhenTheBrokerWasAwayUnderAtLeastOnce() throws Exception {
        // When
        Evidence evidence = outage("outage-at-least-once", Guarantee.AT_LEAST_ONCE);

        // Then
        List.of(new NoReadingIsLost(), new KeyOrderKept(), new VersionFollowsTimeline())
                .forEach(promise -> promise.holdFor(evidence));
    }

    private Evidence outage(String name, Guarantee guarantee) throws Exception {
        try (ElmstreamUnderTest app = application(name, 3)) {
            app.start(with(IMPATIENT, "guarantee", guarantee.kafkaName()));
            app.champion(1);
            CompletableFuture<Void> feeding =
                    CompletableFuture.runAsync(() -> app.feed().send(READINGS, PER_SECOND));
            app.awaitOutcomes(READINGS / 10);
            kafka().stopBroker();
            try {
                assertNoAnswer(kafka().bootstrapServers(), Duration.ofSeconds(4));
            } finally {
                kafka().startBroker();
            }
            feeding.join();
            app.awaitAllAnswered();
            return evidence(app);
        }
    }

    /** Asks with more patience than the instance has, so that it has none left either. */
    static void assertNoAnswer(String bootstrapServers, Duration patience) throws Exception {
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers", bootstrapServers,
                "request.timeout.ms", (int) patience.toMillis(),
                "default.api.timeout.ms", (int) patience.toMillis()))) {
            assertThat(admin.describeCluster().nodes().toCompletionStage().toCompletableFuture())
                    .failsWithin(Duration.ofMinutes(1))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void shouldHoldOnlyThePartitionsWhoseReadingsTheRegistryMustTellOf() {
        // Given
        AskedRegistry registry = asked();
        try (ElmstreamUnderTest app = application("outage-registry", 3)) {
            Elmstream instance = app.start(Map.of(), registry);
            app.champion(1);
            app.feed().send(300, 3_000);
            app.awaitAllAnswered();

            // When
            kafka().stopRegistry();
            try {
                app.feed().send("sensor-7".getBytes(UTF_8), PoisonedReading.ofUnknownSchema(app.feed(), UNKNOWN));
                app.feed().flush();
                app.feed().send(3_000, 20_000);

                // Then: two partitions go on, though one thread has all three
                app.awaitOutcomes(1_500);
                app.await()
                        .untilAsserted(() -> assertThat(instance.schemaWaits())
                                .singleElement()
                                .asString()
                                .startsWith("the registry to say what has content id " + UNKNOWN)
                                .contains("Check registry.url"));
                assertThat(app.audit().open()).isPositive();
                assertThat(registry.unanswered()).isPositive();
            } finally {
                kafka().startRegistry();
            }
            app.awaitAllAnswered();

            // Then
            Evidence evidence = evidence(app);
            new EveryReadingHasOneOutcome().holdFor(evidence);
            new KeyOrderKept().holdFor(evidence);
            assertThat(app.audit().deadLettersByReason()).containsExactly(entry("UNKNOWN_SCHEMA", 1L));
            assertThat(instance.schemaWaits()).isEmpty();
        }
    }

    @Test
    void shouldBeHeldUpByNoNumberOfUnknownIds() {
        // Given
        AskedRegistry registry = asked();
        try (ElmstreamUnderTest app = application("unknown-ids", 1)) {
            app.start(Map.of("guarantee", "at_least_once"), registry);
            app.champion(1);

            // When
            for (int i = 0; i < 1_000; i++) {
                app.feed().send("sensor-7".getBytes(UTF_8), PoisonedReading.ofUnknownSchema(app.feed(), UNKNOWN));
            }
            app.awaitAllAnswered();

            // Then: once a few seconds, and once for the good ones
            assertThat(registry.asked()).isLessThan(50);

            // When
            for (int id = 0; id < 2_000; id++) {
                app.feed().send("sensor-7".getBytes(UTF_8), PoisonedReading.ofUnknownSchema(app.feed(), UNKNOWN + id));
                app.feed().send(3, 100_000);
            }
            app.awaitAllAnswered();

            // Then
            assertThat(app.audit().deadLettersByReason()).containsExactly(entry("UNKNOWN_SCHEMA", 3_000L));
            new NoReadingIsLost().holdFor(evidence(app));
        }
    }

    private AskedRegistry asked() {
        return new AskedRegistry(new ApicurioSchemaRegistry(kafka().registryUrl(), Map.of(), Backoff.ofAMinute()));
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        var all = new HashMap<>(settings);
        all.put(key, value);
        return all;
    }
}
