package io.elmstream.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.app.Guarantee;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What must hold while the broker or the registry is away for longer than an instance's clients wait. */
abstract class OutageContract extends RealKafkaContract {

    private static final long READINGS = 16_000;
    private static final double PER_SECOND = 4_000;

    /** What the producer waits for the broker, far less than the outage. */
    private static final Map<String, String> IMPATIENT = Map.of(
            "kafka.producer.max.block.ms", "800",
            "kafka.producer.request.timeout.ms", "400",
            "kafka.producer.delivery.timeout.ms", "800");

    @Test
    void shouldAnswerEveryReadingOnceWhenTheBrokerWasAwayUnderExactlyOnce() {
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
    void shouldLoseNoReadingWhenTheBrokerWasAwayUnderAtLeastOnce() {
        // When
        Evidence evidence = outage("outage-at-least-once", Guarantee.AT_LEAST_ONCE);

        // Then
        List.of(new NoReadingIsLost(), new KeyOrderKept(), new VersionFollowsTimeline())
                .forEach(promise -> promise.holdFor(evidence));
    }

    private Evidence outage(String name, Guarantee guarantee) {
        try (ElmstreamUnderTest app = application(name, 4)) {
            app.start(with(IMPATIENT, "guarantee", guarantee.kafkaName()));
            app.champion(1);
            CompletableFuture<Void> feeding =
                    CompletableFuture.runAsync(() -> app.feed().send(READINGS, PER_SECOND));
            app.awaitOutcomes(READINGS / 10);
            kafka().stopBroker();
            try {
                // a task that is closed while nobody joins or leaves was given up, and is revived
                app.await().until(() -> app.metric("task-closed-total") > 0);
            } finally {
                kafka().startBroker();
            }
            feeding.join();
            app.awaitAllAnswered();
            return evidence(app);
        }
    }

    @Test
    void shouldWaitForTheRegistryWithReadingsWhoseSchemaIsNotKnownYet() {
        // Given
        AskedRegistry registry = new AskedRegistry(new ApicurioSchemaRegistry(
                kafka().registryUrl(),
                Map.of(),
                new Backoff(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMillis(300), Backoff.SLEEP)));
        try (ElmstreamUnderTest app = application("outage-registry", 2)) {
            app.start(Map.of(), registry);
            app.champion(1);

            // When
            kafka().stopRegistry();
            try {
                app.feed().send(2_000, 20_000);
                // each is a stream thread that gave up; another takes its place
                app.await().until(() -> registry.unanswered() >= 3);
                assertThat(app.reader().outcomes()).isZero();
            } finally {
                kafka().startRegistry();
            }
            app.awaitAllAnswered();

            // Then
            Evidence evidence = evidence(app);
            new EveryReadingHasOneOutcome().holdFor(evidence);
            new KeyOrderKept().holdFor(evidence);
            assertThat(evidence.report().deadLetters()).isZero();
            assertThat(evidence.report().predictions()).isEqualTo(2_000);
        }
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        var all = new HashMap<>(settings);
        all.put(key, value);
        return all;
    }
}
